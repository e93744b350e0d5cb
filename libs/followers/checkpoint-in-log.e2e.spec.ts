/** A checkpoint in the log of a server that is killed meanwhile: the embedded node, or the one that EVENTSTORE_URL names. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { type Server, startServer } from '#event-store/testing/server.js';
import { checkpointInLog } from './checkpoint-in-log.js';
import { runFollower } from './follower.js';
import { type Counted, countOf, numbers } from './testing/counted-events.js';

let server: Server | undefined;
let store: EventStore;
beforeAll(async () => {
  const given = process.env['EVENTSTORE_URL'];
  if (!given) server = await startServer();
  store = connectEventStore(given ?? server!.url);
}, 60_000);
afterAll(async () => {
  await store.dispose();
  await server?.remove();
});

const name = `counter-${process.pid}-${Date.now()}`;
const counted = countOf(name);

function start() {
  const stop = new AbortController();
  const done: number[] = [];
  const perform = async (events: readonly Counted[]) => void done.push(...events.map(({ number }) => number));
  const running = runFollower({
    source: counted.source(store),
    effects: checkpointInLog({ store, name, perform, signal: stop.signal, log: { info: () => {} } }),
    sizeOf: () => 500,
    signal: stop.signal,
    onFailure: () => {},
    onRecovery: () => {},
  });
  return {
    done,
    async stop() {
      stop.abort();
      await running;
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; looks < 6_000 && !isSo(); looks++) await sleep(5);
  expect(isSo()).toBe(true);
}

const checkpoints = async () => {
  const all: StoredEvent[] = [];
  for await (const each of store.readStream(`follower-${name}`)) all.push(each);
  return all;
};

describe('a checkpoint in the log of a server', () => {
  it('skips nothing while the server is killed and comes back, and keeps the last few checkpoints', async () => {
    const follower = start();
    for (let nth = 0; nth < 60; nth += 3) {
      await counted.append(store, nth, nth + 3);
      if (nth % 24 === 12) {
        await server?.kill();
        await server?.start();
      }
      await until(() => follower.done.includes(nth + 2));
    }
    await follower.stop();
    expect([...new Set(follower.done)]).toEqual(numbers(0, 60));
    const kept = await checkpoints();
    expect(kept.length).toBeLessThanOrEqual(16);
    expect(kept.at(-1)!.streamRevision).toBeGreaterThan(16);
  }, 120_000);

  it('is where the next process goes on', async () => {
    await counted.append(store, 60, 70);
    const next = start();
    await until(() => next.done.includes(69));
    await next.stop();
    expect(next.done[0]).toBeGreaterThan(50);
    expect(next.done.filter((number) => number >= 60)).toEqual(numbers(60, 70));
  }, 60_000);
});
