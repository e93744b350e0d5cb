/** Who leads a cluster, and when a leader is left for another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../port/errors.js';
import type { EventStore } from '../../port/event-store.js';
import { sendAppend } from '../../port/send-append.js';
import { APPEND_TIME } from '../../port/append-time.js';
import {
  BATCH_APPEND,
  type Conduct,
  FOLLOWER,
  GOSSIP,
  LEADER,
  READ,
  type StandInMember,
  begin,
  accepts,
  end,
  endWith,
  gossips,
  notLeader,
  readEvent,
  standIn,
} from '../../testing/stand-in.js';
import { type Server, startServer } from '../../testing/server.js';
import { append, connect, event, node, read } from '../../testing/lean-on-stand-in.js';

function cluster(ports: readonly number[], options = ''): EventStore {
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  const scheme = ports.length > 1 ? 'esdb' : 'esdb+discover';
  return connect({ url: `${scheme}://${hosts}?tls=false&discoveryInterval=20${options}` });
}

const finds =
  (data: unknown): Conduct =>
  (stream) => {
    begin(stream);
    stream.write(readEvent(0, data));
    end(stream);
  };

describe('a cluster', () => {
  it('is asked who leads, by whichever of its nodes answers', async () => {
    const members: StandInMember[] = [];
    const gossip = { [GOSSIP]: gossips(() => members) };
    const [first, second] = [
      await node({ ...gossip, [READ]: finds('first') }),
      await node({ ...gossip, [READ]: finds('second') }),
    ];
    members.push({ port: first.port, state: FOLLOWER }, { port: second.port, state: LEADER });
    const dead = await standIn({});
    await dead.close();
    expect(await read(cluster([dead.port, first.port]))).toEqual(['second']);
    expect(await read(cluster([first.port]))).toEqual(['second']);
  });

  it('is asked again while it has no leader, or one that is not alive', async () => {
    let asked = 0;
    const members = (): StandInMember[] => {
      asked++;
      return [{ port: server.port, state: asked < 3 ? FOLLOWER : LEADER, isAlive: asked !== 3 }];
    };
    const server = await node({ [GOSSIP]: gossips(members), [READ]: finds('led') });
    expect(await read(cluster([server.port]))).toEqual(['led']);
    expect(asked).toBe(4);
  });

  it('without a leader is a store that is not available', async () => {
    const server = await node({ [GOSSIP]: gossips(() => []) });
    await expect(read(cluster([server.port], '&maxDiscoverAttempts=3'))).rejects.toThrow(StoreUnavailable);
  });

  it('that has another leader is asked anew once the old one is gone', async () => {
    const members: StandInMember[] = [];
    const gossip = { [GOSSIP]: gossips(() => members) };
    const [first, second] = [
      await node({ ...gossip, [READ]: finds('first') }),
      await node({ ...gossip, [READ]: finds('second') }),
    ];
    members.push({ port: first.port, state: LEADER });
    const store = cluster([first.port, second.port]);
    expect(await read(store)).toEqual(['first']);
    members.splice(0, 1, { port: second.port, state: LEADER });
    for (const session of first.sessions) session.destroy();
    await sleep(50);
    expect(await read(store)).toEqual(['second']);
  });

  it('whose named leader does not lead any more is asked anew', async () => {
    let members: StandInMember[] = [];
    const gossip = { [GOSSIP]: gossips(() => members) };
    const gone = await standIn({});
    await gone.close();
    const second = await node({ ...gossip, [BATCH_APPEND]: accepts });
    const first = await node({ ...gossip, [BATCH_APPEND]: endWith(notLeader(gone.port)) });
    members = [{ port: first.port, state: LEADER }];
    const store = cluster([first.port, second.port]);
    expect(await append(store)).toMatchObject({ outcome: 'unknown' });
    members = [{ port: second.port, state: LEADER }];
    expect(await append(store)).toMatchObject({ outcome: 'unknown' });
    expect(await append(store)).toMatchObject({ outcome: 'appended' });
  });
});

describe('a leader that stands still', () => {
  let stopped: Server | undefined;
  afterEach(() => stopped?.remove());

  it('is left while an append lives: the next leader gets it, though others still name the one that stands still', async () => {
    stopped = await startServer();
    const leader = Number(/:(\d+)\?/.exec(stopped.url)?.[1]);
    let members: StandInMember[] = [{ port: leader, state: LEADER }];
    let asked = 0;
    const gossip = { [GOSSIP]: gossips(() => (asked++, members)) };
    const [second, third] = [await node({ ...gossip, [BATCH_APPEND]: accepts }), await node(gossip)];
    const store = cluster([second.port, third.port]);
    expect(await append(store)).toMatchObject({ outcome: 'appended' });

    stopped.signal('SIGSTOP');
    const before = asked;
    const sending = { stream: 'account-a', events: [event()], expected: 0 };
    const settled = sendAppend(store, sending, APPEND_TIME.appendDeadlineMs);
    // It is looked for anew, time and again, and a new leader is known only then.
    for (let looks = 0; asked < before + 10 && looks < 1_000; looks++) await sleep(10);
    members = [{ port: second.port, state: LEADER }];
    expect(await settled).toEqual({ outcome: 'appended', streamRevision: 0, position: undefined });
  });

  it('is noticed by who only waits for what comes', async () => {
    stopped = await startServer();
    const ending = (async () => {
      for await (const { kind } of connect(stopped).subscribeToAll({ from: 'start', streamPrefixes: ['account-'] }))
        if (kind === 'caughtUp') stopped?.signal('SIGSTOP');
    })();
    await expect(ending).rejects.toThrow(StoreUnavailable);
  });

  it('and leads again is turned to again, as it says so itself', async () => {
    stopped = await startServer();
    const store = cluster([Number(/:(\d+)\?/.exec(stopped.url)?.[1])]);
    expect(await append(store)).toMatchObject({ outcome: 'appended' });
    stopped.signal('SIGSTOP');
    expect(await store.append('account-b', [event()], 'no_stream')).toMatchObject({ outcome: 'unknown' });
    stopped.signal('SIGCONT');
    const sending = { stream: 'account-c', events: [event()], expected: 'no_stream' as const };
    expect(await sendAppend(store, sending, 10_000)).toMatchObject({ outcome: 'appended' });
  });
});
