import type { PersistentSubscriptions } from '../persistent-subscriptions/groups.js';
import { codecOf } from '../protocol/codecs.js';
import { invalidArgument } from '../protocol/stream-errors.js';
import { UnknownScavenge, type ScavengeAnswer, type Scavenger } from '../scavenge/scavenger.js';
import { unary, type Methods } from '../transport/grpc-server.js';
import { GrpcError, Status } from '../transport/grpc-status.js';
import { restartSubsystem } from './persistent-subscriptions/restart-subsystem.js';

export interface OperationsParts {
  readonly scavenger: Scavenger;
  readonly groups: PersistentSubscriptions;
  /** Ends the node as SIGTERM does. */
  readonly shutDown: () => void;
  readonly setPriority: (priority: number) => void;
}

const RESULTS = { Started: 0, InProgress: 1, Stopped: 2 } as const;

const message = <Message>(name: string) => codecOf<Message>(`event_store.client.operations.${name}`);
const startRequest = message<{ options?: { thread_count: number } }>('StartScavengeReq');
const stopRequest = message<{ options?: { scavenge_id: string } }>('StopScavengeReq');
const priorityRequest = message<{ priority: number }>('SetNodePriorityReq');
const response = message<{ scavenge_id: string; scavenge_result: number }>('ScavengeResp');

const OPERATIONS = '/event_store.client.operations.Operations/';
const NOTHING = new Uint8Array();

/** Operators' calls. This node scavenges in one thread, and all there is, whatever is requested. */
export const operationsService = ({ scavenger, groups, shutDown, setPriority }: OperationsParts): Methods => ({
  [`${OPERATIONS}StartScavenge`]: unary((request) => {
    const threads = startRequest.decode(request).options?.thread_count ?? 0;
    if (threads < 0) throw invalidArgument('The number of threads must not be negative.');
    return encoded(scavenger.start());
  }),
  [`${OPERATIONS}StopScavenge`]: unary(async (request) =>
    encoded(await stopped(scavenger, stopRequest.decode(request).options?.scavenge_id ?? '')),
  ),
  [`${OPERATIONS}Shutdown`]: unary(() => {
    // The answer leaves first.
    setImmediate(shutDown);
    return NOTHING;
  }),
  // The tables of this node are always merged.
  [`${OPERATIONS}MergeIndexes`]: unary(() => NOTHING),
  // Who is alone is elected again at once: what is seen of it is that groups begin anew.
  [`${OPERATIONS}ResignNode`]: restartSubsystem(groups),
  [`${OPERATIONS}RestartPersistentSubscriptions`]: restartSubsystem(groups),
  [`${OPERATIONS}SetNodePriority`]: unary((request) => {
    setPriority(priorityRequest.decode(request).priority);
    return NOTHING;
  }),
});

const encoded = ({ scavengeId, result }: ScavengeAnswer): Uint8Array =>
  response.encode({ scavenge_id: scavengeId, scavenge_result: RESULTS[result] });

async function stopped(scavenger: Scavenger, scavengeId: string): Promise<ScavengeAnswer> {
  try {
    return await scavenger.stop(scavengeId);
  } catch (error) {
    if (!(error instanceof UnknownScavenge)) throw error;
    throw new GrpcError(Status.NOT_FOUND, 'Scavenge id was invalid.', {
      exception: 'scavenge-not-found',
      'scavenge-id': error.currentId,
    });
  }
}
