import { randomUUID } from 'node:crypto';
import { UnknownScavenge, type Scavenger } from '../scavenge/scavenger.js';
import { ok, refusal, type Endpoint, type HttpReply } from './endpoint.js';

const operation = (method: Endpoint['method'], path: RegExp, answer: Endpoint['answer']): Endpoint => ({
  method,
  path,
  right: 'operator',
  answer,
});

/** Operators' calls over HTTP. */
export const adminEndpoints: readonly Endpoint[] = [
  operation('POST', /^\/admin\/shutdown$/, ({ shutDown }) => {
    // The answer leaves first.
    setImmediate(shutDown);
    return ok();
  }),
  operation('POST', /^\/admin\/scavenge$/, ({ scavenger }, _, { searchParams }) => start(scavenger, searchParams)),
  operation('GET', /^\/admin\/scavenge\/current$/, ({ scavenger: { currentId: scavengeId } }) => {
    const scavengeLink = scavengeId && `/admin/scavenge/${scavengeId}`;
    return ok({ scavengeId, scavengeLink }, `ScavengeId: ${scavengeId}, ScavengeLink: ${scavengeLink}`);
  }),
  operation('DELETE', /^\/admin\/scavenge\/([^/]+)$/, ({ scavenger }, [scavengeId = '']) =>
    stop(scavenger, scavengeId),
  ),
  // The tables of this node are always merged.
  operation('POST', /^\/admin\/mergeindexes$/, () => {
    const mergeIndexesId = randomUUID();
    return ok({ mergeIndexesId }, `MergeIndexesId: ${mergeIndexesId}`);
  }),
  operation('POST', /^\/admin\/node\/resign$/, async ({ groups }) => {
    await groups.restart();
    return ok();
  }),
  operation('POST', /^\/admin\/node\/priority\/([^/]+)$/, ({ setPriority }, [priority = '']) => {
    if (!/^-?\d{1,9}$/.test(priority)) return wrong('nodePriority must be an integer.');
    setPriority(Number(priority));
    return ok();
  }),
];

const wrong = (detail: string): HttpReply => refusal(400, 'wrong-parameter', detail);

/** In one thread and from the first chunk on, as far as others are requested and make sense. */
function start(scavenger: Scavenger, parameters: URLSearchParams): HttpReply {
  if (!isWholeNumber(parameters.get('startFromChunk') ?? '0')) return wrong('startFromChunk must be a whole number.');
  const threads = parameters.get('threads') ?? '1';
  if (!isWholeNumber(threads) || Number(threads) < 1) return wrong('threads must be 1 or more.');
  const { scavengeId, result } = scavenger.start();
  return result === 'InProgress'
    ? refusal(400, 'scavenge-in-progress', 'Scavenge is already running')
    : ok({ scavengeId }, `ScavengeId: ${scavengeId}`);
}

async function stop(scavenger: Scavenger, requested: string): Promise<HttpReply> {
  try {
    const { scavengeId } = await scavenger.stop(requested);
    return ok(scavengeId, scavengeId);
  } catch (error) {
    if (!(error instanceof UnknownScavenge)) throw error;
    return refusal(404, 'scavenge-not-found', error.message);
  }
}

const isWholeNumber = (text: string): boolean => /^\d{1,9}$/.test(text);
