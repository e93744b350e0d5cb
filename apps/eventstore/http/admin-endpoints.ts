import { UnknownScavenge, type Scavenger } from '../scavenge/scavenger.js';

export interface HttpReply {
  readonly status: number;
  readonly body: object;
}

export interface AdminParts {
  readonly scavenger: Scavenger;
  /** Ends the node as SIGTERM does. */
  readonly shutDown: () => void;
}

const SCAVENGE = '/admin/scavenge';
const MOST_THREADS = 64;

const wrong = (detail: string): HttpReply => ({ status: 400, body: { error: 'wrong-parameter', detail } });

/** What operators ask of the server over HTTP: `POST /admin/scavenge`, `DELETE /admin/scavenge/<id>`, `POST /admin/shutdown`. */
export function adminReply({ scavenger, shutDown }: AdminParts, method: string, url: URL): HttpReply | undefined {
  if (method === 'POST' && url.pathname === SCAVENGE) return start(scavenger, url.searchParams);
  if (method === 'DELETE' && url.pathname.startsWith(`${SCAVENGE}/`))
    return stop(scavenger, url.pathname.slice(SCAVENGE.length + 1));
  if (method !== 'POST' || url.pathname !== '/admin/shutdown') return undefined;
  setImmediate(shutDown);
  return { status: 200, body: {} };
}

function start(scavenger: Scavenger, parameters: URLSearchParams): HttpReply {
  const threads = wholeNumber(parameters.get('threads') ?? '1');
  if (threads === undefined || threads < 1 || threads > MOST_THREADS)
    return wrong(`threads must be from 1 to ${MOST_THREADS}.`);
  const startFromSegment = wholeNumber(parameters.get('startFromChunk') ?? '0');
  if (startFromSegment === undefined) return wrong('startFromChunk must be a whole number.');
  const { scavengeId, result } = scavenger.start({ threads, startFromSegment });
  return { status: result === 'InProgress' ? 400 : 200, body: { scavengeId } };
}

function stop(scavenger: Scavenger, scavengeId: string): HttpReply {
  try {
    scavenger.stop(scavengeId);
    return { status: 200, body: { scavengeId } };
  } catch (error) {
    if (!(error instanceof UnknownScavenge)) throw error;
    return { status: 404, body: { error: 'scavenge-not-found', detail: error.message } };
  }
}

const wholeNumber = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
