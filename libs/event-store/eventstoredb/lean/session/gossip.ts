/** Who leads a cluster, as its nodes say. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Endpoint, type Member, readClusterInfo } from '../codec/cluster-info.js';
import { framed } from '../codec/message.js';
import { WireReader } from '../codec/wire-reader.js';
import { lost } from './call-failure.js';
import { Session } from './session.js';
import type { Target } from './target.js';

const GOSSIP = '/event_store.client.gossip.Gossip/Read';

/** A node to ask; with TLS its certificate is for the name that was looked up. */
type Candidate = Endpoint & { readonly servername?: string };

/**
 * Whoever answers first and knows a leader is believed. Rejects where nobody does. `silent` has just stood still: others
 * who name it may not have noticed, only its own word counts.
 */
export async function leaderOf(target: Target, silent: Endpoint | undefined): Promise<Endpoint> {
  const candidates = (await Promise.all(target.hosts.map((host) => addressesOf(host, target)))).flat();
  return Promise.any(candidates.map((candidate) => leaderBy(candidate, target, silent)));
}

/** A name may stand for all the nodes of a cluster. */
async function addressesOf({ host, port }: Endpoint, { tls }: Target): Promise<readonly Candidate[]> {
  if (isIP(host) !== 0) return [{ host, port }];
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => ({ host: address, port, ...(tls && { servername: host }) }));
}

async function leaderBy(candidate: Candidate, target: Target, silent: Endpoint | undefined): Promise<Endpoint> {
  const session = await Session.open(candidate, target, candidate.servername);
  const late = setTimeout(() => session.destroy(new Error('No answer about the cluster')), target.gossipWithinMs);
  try {
    const leader = (await membersBy(session)).find(({ isLeader, isAlive }) => isLeader && isAlive)?.endpoint;
    if (!leader) throw lost(`${candidate.host}:${candidate.port} knows no leader`);
    if (isSame(leader, silent) && !isSame(leader, candidate)) throw lost('A leader that stands still was named');
    return leader;
  } finally {
    clearTimeout(late);
    session.leave();
  }
}

const isSame = (a: Endpoint, b: Endpoint | undefined): boolean => a.host === b?.host && a.port === b.port;

function membersBy(session: Session): Promise<readonly Member[]> {
  return new Promise((resolve, reject) => {
    let members: readonly Member[] = [];
    const reader = new WireReader();
    const listener = {
      onMessage: (...message: [Buffer, number, number]) => (members = readClusterInfo(reader.over(...message))),
      onEnd: (failure: Error | undefined) => (failure ? reject(failure) : resolve(members)),
    };
    session.call(GOSSIP, listener).then((call) => call.end(framed()), reject);
  });
}
