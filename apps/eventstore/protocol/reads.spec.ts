import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BACKWARDS, END, jsonEvent, START, type AllStreamResolvedEvent, type Position } from '@eventstore/db-client';
import { collect, numberOf, startNodeInTest, type NodeInTest } from '../testing/node-in-test.js';

const COUNT = 700;
const name = `reads-${randomUUID()}`;
let server: NodeInTest;
let all: AllStreamResolvedEvent[];
beforeAll(async () => {
  server = await startNodeInTest();
  for (let first = 0; first < COUNT; first += 100) {
    const events = Array.from({ length: 100 }, (_, offset) =>
      jsonEvent({ type: 'Numbered', data: { number: first + offset } }),
    );
    await server.client.appendToStream(name, events);
    await server.client.appendToStream(`${name}-other`, jsonEvent({ type: 'Other', data: {} }));
  }
  all = await collect(server.client.readAll());
});
afterAll(() => server.stop());

const numbers = async (options: object): Promise<number[]> =>
  (await collect(server.client.readStream(name, options))).map(numberOf);
const range = (from: number, to: number): number[] =>
  from <= to ? Array.from({ length: to - from + 1 }, (_, i) => from + i) : range(to, from).reverse();

describe('of a stream', () => {
  const last = COUNT - 1;
  test.each([
    ['all of it', {}, range(0, last)],
    ['from a revision', { fromRevision: 250n }, range(250, last)],
    ['some from a revision', { fromRevision: 250n, maxCount: 300 }, range(250, 549)],
    ['from beyond the end', { fromRevision: 5000n }, []],
    ['forwards from the end', { fromRevision: END }, [last]],
    ['backwards from the end', { direction: BACKWARDS, fromRevision: END }, range(last, 0)],
    ['backwards from a revision', { direction: BACKWARDS, fromRevision: 10n }, range(10, 0)],
    ['some backwards', { direction: BACKWARDS, fromRevision: END, maxCount: 3 }, range(last, last - 2)],
    ['backwards from beyond the end', { direction: BACKWARDS, fromRevision: 5000n }, range(last, 0)],
    ['backwards from the start', { direction: BACKWARDS, fromRevision: START }, [0]],
  ])('%s', async (_case, options, expected) => {
    expect(await numbers(options)).toEqual(expected);
  });

  test('a missing stream is not found', async () => {
    await expect(collect(server.client.readStream('missing'))).rejects.toMatchObject({
      type: 'stream-not-found',
      streamName: 'missing',
    });
  });

  test('a count of 0 is an error', async () => {
    await expect(collect(server.client.readStream(name, { maxCount: 0 }))).rejects.toBeDefined();
  });
});

describe('of $all', () => {
  const positionsOf = (events: AllStreamResolvedEvent[]) =>
    events.map(({ event }) => event?.position?.commit as bigint);
  const read = async (options: object) => positionsOf(await collect(server.client.readAll(options)));

  test('positions rise strictly, commit and prepare are the same', () => {
    expect(all.length).toBe(COUNT + 7);
    for (const [index, { event, commitPosition }] of all.entries()) {
      const { commit, prepare } = event!.position;
      expect(prepare).toBe(commit);
      expect(commitPosition).toBe(commit);
      if (index > 0) expect(commit).toBeGreaterThan(positionsOf(all)[index - 1] as bigint);
    }
  });

  test('backwards it is the same, the other way', async () => {
    expect(await read({ direction: BACKWARDS, fromPosition: END })).toEqual(positionsOf(all).reverse());
  });

  test.each([0, 1, 255, 256, 257, COUNT])(
    'from the position of event %d: forwards with it, backwards without',
    async (index) => {
      const fromPosition = all[index]?.event?.position as Position;
      expect(await read({ fromPosition })).toEqual(positionsOf(all).slice(index));
      expect(await read({ fromPosition, direction: BACKWARDS })).toEqual(positionsOf(all).slice(0, index).reverse());
    },
  );

  test('as many as asked for', async () => {
    expect(await read({ maxCount: 300 })).toEqual(positionsOf(all).slice(0, 300));
    expect(await read({ fromPosition: END })).toEqual([]);
  });
});

test('links resolve when asked', async () => {
  const links = `links-${randomUUID()}`;
  const link = (to: string) => jsonEvent({ type: '$>', data: to as never });
  await server.client.appendToStream(links, [link(`5@${name}`), link('0@nowhere')]);
  const [plain] = await collect(server.client.readStream(links));
  expect(plain?.event?.type).toBe('$>');
  expect(plain?.link).toBeUndefined();
  const text = Buffer.from(`5@${name}`);
  const { binaryEvent } = await import('@eventstore/db-client');
  await server.client.appendToStream(links, [
    binaryEvent({ type: '$>', data: text }),
    binaryEvent({ type: '$>', data: Buffer.from('0@nowhere') }),
  ]);
  const [found, lost] = await collect(server.client.readStream(links, { resolveLinkTos: true, fromRevision: 2n }));
  expect(found?.event).toMatchObject({ streamId: name, revision: 5n, data: { number: 5 } });
  expect(found?.link).toMatchObject({ streamId: links, revision: 2n });
  expect(lost?.event).toBeUndefined();
  expect(lost?.link).toMatchObject({ streamId: links, revision: 3n });
});
