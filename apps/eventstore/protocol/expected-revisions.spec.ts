import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS, type AppendExpectedRevision } from '@eventstore/db-client';
import { collect, startNodeInTest, type NodeInTest } from '../testing/node-in-test.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

const columns: AppendExpectedRevision[] = [ANY, STREAM_EXISTS, NO_STREAM, 0n, 1n, 2n, 3n, 9n];

/** As a real 23.10.8 answered: `n` nothing written and next expected revision n, `+n` written, `W` wrong expected version. */
const table: Record<string, string> = {
  //          any stream_exists no_stream 0 1 2 3 9
  'C,D': '3 3 W W 3 W +5 W',
  C: '2 2 W W 2 W +4 W',
  D: '3 3 W W W 3 +4 W',
  'A,B': '1 1 1 W W W +5 W',
  A: '0 0 0 W W W +4 W',
  'B,C': '2 2 W 2 W W +5 W',
  'A,B,C,D': '3 3 3 W W W +7 W',
  'A,D': '3 3 W W W W +5 W',
  'D,C': '2 2 W W W W +5 W',
  'C,D,new': 'W W W W W W +6 W',
  'new,C': '+5 +5 W W W W +5 W',
  new: '+4 +4 W W W W +4 W',
};

const event = (id: string) => jsonEvent({ id, type: 'Letter', data: {} });

/** A,B in one append and C,D in another. */
async function streamOfFour(): Promise<{ name: string; ids: Record<string, string> }> {
  const name = `letters-${randomUUID()}`;
  const ids = Object.fromEntries(['A', 'B', 'C', 'D', 'new'].map((letter) => [letter, randomUUID()]));
  await server.client.appendToStream(name, [event(ids['A'] as string), event(ids['B'] as string)]);
  await server.client.appendToStream(name, [event(ids['C'] as string), event(ids['D'] as string)]);
  return { name, ids };
}

async function answer(letters: string, expectedRevision: AppendExpectedRevision, path: object): Promise<string> {
  const { name, ids } = await streamOfFour();
  const events = letters.split(',').map((letter) => event(ids[letter] as string));
  try {
    const { nextExpectedRevision } = await server.client.appendToStream(name, events, { expectedRevision, ...path });
    const stored = (await collect(server.client.readStream(name))).length;
    return stored > 4 ? `+${nextExpectedRevision}` : String(nextExpectedRevision);
  } catch (error) {
    const { type, actualVersion } = error as { type: string; actualVersion: bigint };
    expect({ type, actualVersion }).toEqual({ type: 'wrong-expected-version', actualVersion: 3n });
    return 'W';
  }
}

const paths = { 'batch append': {}, 'unary append': { credentials: { username: 'admin', password: 'changeit' } } };

describe.each(Object.entries(paths))('event ids and expected revisions, by %s', (_name, path) => {
  test.each(Object.entries(table))('%s', async (letters, expected) => {
    const answers: string[] = [];
    for (const column of columns) answers.push(await answer(letters, column, path));
    expect(answers.join(' ')).toBe(expected);
  });
});

describe.each(Object.entries(paths))('expected revisions of other streams, by %s', (_name, path) => {
  const missing = () => `missing-${randomUUID()}`;
  const append = (name: string, expectedRevision: AppendExpectedRevision, count = 1) =>
    server.client.appendToStream(
      name,
      Array.from({ length: count }, () => event(randomUUID())),
      { expectedRevision, ...path },
    );

  test.each<AppendExpectedRevision>([STREAM_EXISTS, 0n, 5n])(
    '%p on a missing stream is wrong, and there is no actual revision',
    async (expected) => {
      await expect(append(missing(), expected)).rejects.toMatchObject({
        type: 'wrong-expected-version',
        expectedVersion: expected,
        actualVersion: 'no_stream',
      });
    },
  );

  test.each<AppendExpectedRevision>([ANY, NO_STREAM])('%p on a missing stream begins it', async (expected) => {
    expect((await append(missing(), expected, 3)).nextExpectedRevision).toBe(2n);
  });

  test('an append without events writes nothing', async () => {
    const name = missing();
    expect(await append(name, ANY, 0)).toMatchObject({ success: true, nextExpectedRevision: 0n });
    await append(name, NO_STREAM, 2);
    expect(await append(name, ANY, 0)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await append(name, 1n, 0)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(append(name, 0n, 0)).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    expect(await collect(server.client.readStream(name))).toHaveLength(2);
  });

  test('a repeated append answers the position of the first', async () => {
    const name = missing();
    const events = [event(randomUUID()), event(randomUUID())];
    const first = await server.client.appendToStream(name, events, { expectedRevision: NO_STREAM, ...path });
    await append(name, ANY);
    const again = await server.client.appendToStream(name, events, { expectedRevision: NO_STREAM, ...path });
    expect(again).toEqual(first);
  });

  test('concurrent appends at one revision: one wins', async () => {
    const name = missing();
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => append(name, NO_STREAM)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
