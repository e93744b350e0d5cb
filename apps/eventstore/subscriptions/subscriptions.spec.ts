import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  END,
  eventTypeFilter,
  jsonEvent,
  START,
  streamNameFilter,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type Position,
} from '@eventstore/db-client';
import {
  collect,
  failureOf,
  numberOf,
  startNodeInTest,
  statsOf,
  take,
  until,
  type NodeInTest,
} from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const numbered = (first: number, count: number, type = 'Numbered') =>
  Array.from({ length: count }, (_, offset) => jsonEvent({ type, data: { number: first + offset } }));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const caughtUp = (subscription: { once(event: 'caughtUp', listener: () => void): unknown }) =>
  new Promise<void>((resolve) => subscription.once('caughtUp', resolve));

test('a stream that is not there yet: confirmed, caught up, then live', async () => {
  const name = `later-${randomUUID()}`;
  const subscription = server.client.subscribeToStream(name);
  const confirmed = new Promise<void>((resolve) => subscription.once('confirmation', resolve));
  const live = take(3, subscription);
  await confirmed;
  await server.client.appendToStream(name, numbered(0, 3));
  expect((await live).map(numberOf)).toEqual([0, 1, 2]);
});

test('what is stored, caught up, then what comes, without a gap', async () => {
  const name = `both-${randomUUID()}`;
  await server.client.appendToStream(name, numbered(0, 600));
  const subscription = server.client.subscribeToStream(name);
  void caughtUp(subscription).then(() => server.client.appendToStream(name, numbered(600, 10)));
  expect((await take(610, subscription)).map(numberOf)).toEqual(range(0, 610));
});

test('from the end: only what comes', async () => {
  const name = `end-${randomUUID()}`;
  await server.client.appendToStream(name, numbered(0, 5));
  const subscription = server.client.subscribeToStream(name, { fromRevision: END });
  void caughtUp(subscription).then(() => server.client.appendToStream(name, numbered(5, 2)));
  expect((await take(2, subscription)).map(numberOf)).toEqual([5, 6]);
});

test('a stream from each of its revisions, which is excluded', async () => {
  const name = `each-${randomUUID()}`;
  await server.client.appendToStream(name, numbered(0, 12));
  for (let from = 0; from < 11; from++) {
    const rest = await take(11 - from, server.client.subscribeToStream(name, { fromRevision: BigInt(from) }));
    expect(rest.map(numberOf)).toEqual(range(from + 1, 12));
  }
});

test('$all across reconnects at every position: nothing lost, nothing twice, while appends go on', async () => {
  const prefix = `reconnect-${randomUUID()}`;
  const total = 120;
  const appending = (async () => {
    for (let number = 0; number < total; number++) {
      await server.client.appendToStream(`${prefix}-${number % 7}`, numbered(number, 1));
    }
  })();
  const seen: number[] = [];
  let fromPosition: Position | typeof START = START;
  while (seen.length < total) {
    const subscription: AllStreamSubscription = server.client.subscribeToAll({
      fromPosition,
      filter: streamNameFilter({ prefixes: [prefix] }),
    });
    const [next] = await take(1, subscription);
    seen.push(numberOf(next as AllStreamResolvedEvent));
    fromPosition = next?.event?.position as Position;
  }
  await appending;
  expect(seen).toEqual(range(0, total));
});

describe('filters', () => {
  const run = randomUUID();
  beforeAll(async () => {
    for (let number = 0; number < 40; number++) {
      await server.client.appendToStream(
        `${run}-${number % 2 ? 'odd' : 'even'}`,
        numbered(number, 1, `${run}.${number % 3 ? 'Plain' : 'Third'}`),
      );
    }
  });

  test.each([
    ['stream names by prefix', () => streamNameFilter({ prefixes: [`${run}-odd`] }), (n: number) => n % 2 === 1],
    [
      'stream names by expression',
      () => streamNameFilter({ regex: `^${run}-(even|none)$` }),
      (n: number) => n % 2 === 0,
    ],
    ['types by prefix', () => eventTypeFilter({ prefixes: ['nothing', `${run}.Th`] }), (n: number) => n % 3 === 0],
    ['types by expression', () => eventTypeFilter({ regex: `^${run}\\.P` }), (n: number) => n % 3 !== 0],
  ])('%s', async (_case, filter, matches) => {
    const expected = range(0, 40).filter(matches);
    const subscription = server.client.subscribeToAll({ filter: filter() });
    expect((await take(expected.length, subscription)).map(numberOf)).toEqual(expected);
  });

  test('what a filter leaves out, checkpoints tell: the position searched so far', async () => {
    const checkpoints: bigint[] = [];
    const filter = eventTypeFilter({
      prefixes: ['never'],
      maxSearchWindow: 5,
      checkpointInterval: 2,
      checkpointReached: async (_subscription, position) => void checkpoints.push(position.commit),
    });
    const from = (await collect(server.client.readAll({ maxCount: 1 })))[0]?.event?.position as Position;
    const subscription = server.client.subscribeToAll({ fromPosition: from, filter });
    void collect(subscription);
    await caughtUp(subscription);
    await subscription.unsubscribe();
    const last = BigInt(server.node.log.durablePosition);
    expect(checkpoints.length).toBe(Number((last - from.commit) / 10n));
    expect(checkpoints).toEqual(checkpoints.map((_, index) => from.commit + BigInt((index + 1) * 10)));
  });

  test('an expression that is none is refused', async () => {
    const error = await failureOf(collect(server.client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) })));
    expect(error.message).toContain('regular expression');
  });
});

test('a live consumer that takes nothing is cut off, and finds the rest when it comes back', async () => {
  const slow = await startNodeInTest({ maxWaitingEvents: 100 });
  const subscription = slow.client.subscribeToAll();
  await caughtUp(subscription);
  for (let first = 0; first < 1500; first += 50) {
    await slow.client.appendToStream('busy', numbered(first, 50, 'x'.repeat(500)));
  }
  await until(async () => (await statsOf(slow)).es.subscriptions.cutOff === 1);
  const seen: AllStreamResolvedEvent[] = [];
  const error = await failureOf(
    (async () => {
      for await (const event of subscription) seen.push(event);
    })(),
  );
  expect(error.type).toBe('timeout');
  expect(error.message).toContain('Consumer too slow to handle event while live');
  const fromPosition = seen[seen.length - 1]?.event?.position as Position;
  const rest = await take(1500 - seen.length, slow.client.subscribeToAll({ fromPosition }));
  expect([...seen, ...rest].map(numberOf)).toEqual(range(0, 1500));
  await slow.stop();
});
