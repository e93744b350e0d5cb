import { UnknownScavenge, type ScavengeAnswer, type Scavenger } from '../scavenge/scavenger.js';
import { unary, type Method, type Methods } from '../transport/grpc-server.js';
import { GrpcError, Status } from '../transport/grpc-status.js';
import { codecOf } from './codecs.js';
import { invalidArgument } from './stream-errors.js';

export interface OperationsParts {
  readonly scavenger: Scavenger;
  /** Ends the node as SIGTERM does. */
  readonly shutDown: () => void;
}

const RESULTS = { Started: 0, InProgress: 1, Stopped: 2 } as const;

const message = <Message>(name: string) => codecOf<Message>(`event_store.client.operations.${name}`);
const startRequest = message<{ options?: { thread_count: number; start_from_chunk: number } }>('StartScavengeReq');
const stopRequest = message<{ options?: { scavenge_id: string } }>('StopScavengeReq');
const response = message<{ scavenge_id: string; scavenge_result: number }>('ScavengeResp');

export const OPERATIONS = '/event_store.client.operations.Operations/';
const NOTHING = new Uint8Array();
/** The node scavenges in one thread whatever is asked for; what makes no sense is refused all the same. */
const MOST_THREADS = 64;

/** What operators ask of a node, as far as it makes sense for one that is alone and keeps its tables itself. */
export const operationsService = ({ scavenger, shutDown }: OperationsParts): Methods => ({
  [`${OPERATIONS}StartScavenge`]: unary((request) => {
    const { thread_count: threads = 0, start_from_chunk: startFromSegment = 0 } =
      startRequest.decode(request).options ?? {};
    if (threads < 0 || threads > MOST_THREADS)
      throw invalidArgument(`A scavenge has from 1 to ${MOST_THREADS} threads.`);
    if (startFromSegment < 0) throw invalidArgument('The chunk to start from must be 0 or more.');
    return encoded(scavenger.start({ threads: threads || 1, startFromSegment }));
  }),
  [`${OPERATIONS}StopScavenge`]: unary((request) =>
    encoded(stopped(scavenger, stopRequest.decode(request).options?.scavenge_id ?? '')),
  ),
  [`${OPERATIONS}Shutdown`]: unary(() => {
    // The answer leaves first.
    setImmediate(shutDown);
    return NOTHING;
  }),
  // The tables of this node are always merged.
  [`${OPERATIONS}MergeIndexes`]: unary(() => NOTHING),
  [`${OPERATIONS}ResignNode`]: needsCluster('resign'),
  [`${OPERATIONS}SetNodePriority`]: needsCluster('be given a priority'),
});

const encoded = ({ scavengeId, result }: ScavengeAnswer): Uint8Array =>
  response.encode({ scavenge_id: scavengeId, scavenge_result: RESULTS[result] });

function stopped(scavenger: Scavenger, scavengeId: string): ScavengeAnswer {
  try {
    return scavenger.stop(scavengeId);
  } catch (error) {
    if (!(error instanceof UnknownScavenge)) throw error;
    throw new GrpcError(Status.NOT_FOUND, 'Scavenge id was invalid.', {
      exception: 'scavenge-not-found',
      'scavenge-id': scavengeId,
    });
  }
}

const needsCluster = (what: string): Method =>
  unary(() => {
    throw new GrpcError(Status.UNIMPLEMENTED, `The embedded node is alone: it can't ${what}.`);
  });
