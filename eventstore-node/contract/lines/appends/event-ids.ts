import { randomUUID } from 'node:crypto';
import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS, type AppendExpectedRevision } from '@eventstore/db-client';
import { onBothPaths, type AppendPath } from '../../append-paths.js';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { collect, errorText } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';

const columns: readonly AppendExpectedRevision[] = [ANY, STREAM_EXISTS, NO_STREAM, 0n, 1n, 2n, 3n, 9n];

/** `n`: nothing written and next expected revision n; `+n`: written; `W`: wrong expected version, actual 3. */
const table: Readonly<Record<string, string>> = {
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
  'C,new,D': 'W W W W W W +6 W',
  'new,C': '+5 +5 W W W W +5 W',
  new: '+4 +4 W W W W +4 W',
};

const letters = ['A', 'B', 'C', 'D', 'new'] as const;
type Ids = Readonly<Record<string, string>>;

const events = (ids: Ids, names: readonly string[]) =>
  names.map((letter) => jsonEvent({ id: ids[letter] as string, type: 'Letter', data: { letter } }));

/** A,B in one append and C,D in another; then the letters of the row, at the revision of the column. */
async function cell(
  server: ServerUnderContract,
  path: AppendPath,
  row: string,
  expectedRevision: AppendExpectedRevision,
): Promise<string> {
  const { client, newStream } = server;
  const name = newStream('letters');
  const ids: Ids = Object.fromEntries(letters.map((letter) => [letter, randomUUID()]));
  await client.appendToStream(name, events(ids, ['A', 'B']));
  await client.appendToStream(name, events(ids, ['C', 'D']));
  try {
    const sent = events(ids, row.split(','));
    const options = { expectedRevision, ...path.options(server) };
    const { nextExpectedRevision } = await client.appendToStream(name, sent, options);
    const isWritten = (await collect(client.readStream(name))).length === 4 + sent.length;
    return `${isWritten ? '+' : ''}${nextExpectedRevision}`;
  } catch (error) {
    const text = errorText(error);
    return text === 'wrong-expected-version, actual 3' ? 'W' : text;
  }
}

const cells = (path: AppendPath): ContractLine[] =>
  Object.entries(table).map(([row, expected]) =>
    line(`After A,B and C,D: ${row} at any, stream_exists, no_stream, 0, 1, 2, 3, 9`, expected, async (server) => {
      const answers: string[] = [];
      for (const column of columns) answers.push(await cell(server, path, row, column));
      return answers.join(' ');
    }),
  );

/** One event appended again and again: where, and at what revision. */
const again = (says: string, expected: readonly string[], appends: readonly (readonly ['one' | 'other', Expected])[]) =>
  onBothPaths((path) => [
    line(says, expected, async (server) => {
      const streams = { one: server.newStream('one'), other: server.newStream('other') };
      const event = jsonEvent({ id: randomUUID(), type: 'Letter', data: {} });
      const answers: string[] = [];
      for (const [stream, expectedRevision] of appends) {
        const options = { expectedRevision, ...path.options(server) };
        const { nextExpectedRevision } = await server.client.appendToStream(streams[stream], event, options);
        answers.push(String(nextExpectedRevision));
      }
      return answers;
    }),
  ]);
type Expected = AppendExpectedRevision;

const hidden = onBothPaths((path) => [
  line('Repeated events that metadata hide are known, without a position', ['1', undefined], async (server) => {
    const name = server.newStream('hidden');
    const sent = [1, 2].map(() => jsonEvent({ id: randomUUID(), type: 'Letter', data: {} }));
    await server.client.appendToStream(name, sent);
    await server.client.setStreamMetadata(name, { truncateBefore: 2 });
    const options = { expectedRevision: NO_STREAM, ...path.options(server) } as const;
    const { nextExpectedRevision, position } = await server.client.appendToStream(name, sent, options);
    return [String(nextExpectedRevision), position];
  }),
]);

export const eventIds: Chapter = {
  title: 'Appends: event ids × expected revisions',
  lines: [
    ...onBothPaths(cells),
    ...hidden,
    ...again(
      'At any an id is known in the stream where it was first, and never in another one',
      ['0', '0', '0', '1'],
      [
        ['one', ANY],
        ['one', ANY],
        ['other', ANY],
        ['other', ANY],
      ],
    ),
    ...again(
      'An event written a second time, at the current revision, is known where it was first',
      ['0', '1', '0'],
      [
        ['one', NO_STREAM],
        ['one', 0n],
        ['one', ANY],
      ],
    ),
  ],
};
