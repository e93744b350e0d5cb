import { BACKWARDS, END, START, type ReadStreamOptions } from '@eventstore/db-client';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { collect, isRefused, outcomeOf, range } from '../../outcomes.js';
import { readWithEnds, type EndsRead } from '../../raw-streams.js';
import { numbered, readNumbers, streamOf } from '../../streams.js';

const COUNT = 12;
const LAST = COUNT - 1;

const cases: readonly (readonly [says: string, options: ReadStreamOptions, expected: number[]])[] = [
  ['Forwards from the start: all of it', {}, range(0, LAST)],
  ['Forwards from a revision, which is included', { fromRevision: 5n }, range(5, LAST)],
  ['As many as asked for', { fromRevision: 5n, maxCount: 3 }, range(5, 7)],
  ['Forwards from beyond the end: nothing', { fromRevision: 5_000n }, []],
  ['Backwards from the end: all of it', { direction: BACKWARDS, fromRevision: END }, range(LAST, 0)],
  ['Backwards from a revision, which is included', { direction: BACKWARDS, fromRevision: 5n }, range(5, 0)],
  ['Backwards as many as asked for', { direction: BACKWARDS, fromRevision: END, maxCount: 3 }, range(LAST, LAST - 2)],
  ['Backwards from beyond the end: all of it', { direction: BACKWARDS, fromRevision: 5_000n }, range(LAST, 0)],
  ['Backwards from the start: the first', { direction: BACKWARDS, fromRevision: START }, [0]],
];

const ofTwelve = cases.map(([says, options, expected]) =>
  line(says, expected, async (server) => readNumbers(server.client, await streamOf(server, COUNT), options)),
);

const LONG = 1_300;
const ofMany: ContractLine[] = [
  line(`All ${LONG} of a long stream, forwards`, range(0, LONG - 1), async (server) =>
    readNumbers(server.client, await streamOf(server, LONG)),
  ),
  line(`All ${LONG} of a long stream, backwards`, range(LONG - 1, 0), async (server) =>
    readNumbers(server.client, await streamOf(server, LONG), { direction: BACKWARDS, fromRevision: END }),
  ),
];

const withEnds: readonly (readonly [says: string, read: EndsRead, expected: string[]])[] = [
  [
    'Who asks for it is told the last revision, at the end',
    { from: 0, count: 100 },
    ['event 10', 'event 11', 'last 11'],
  ],
  ['Even if more was there to read', { from: 10, count: 1 }, ['event 10', 'last 11']],
  ['Backwards, too', { from: 'end', count: 1 }, ['event 11', 'last 11']],
  [
    'And where the stream begins, if the first page is before that',
    { from: 2, count: 1 },
    ['first 10', 'event 10', 'last 11'],
  ],
  ['Or where it goes on, if the read is from beyond', { from: 50, count: 1 }, ['first 12', 'last 11']],
  ['But not if it is from there', { from: 12, count: 1 }, ['last 11']],
];

export const readsOfStreams: Chapter = {
  title: 'Reads of streams',
  lines: [
    ...ofTwelve,
    ...ofMany,
    line(
      'A missing stream is not found, both ways, and the error names it',
      ['stream-not-found', 'stream-not-found', true],
      async (server) => {
        const name = server.newStream();
        const failure = await collect(server.client.readStream(name)).catch((error: { streamName: string }) => error);
        return [
          await outcomeOf(readNumbers(server.client, name)),
          await outcomeOf(readNumbers(server.client, name, { direction: BACKWARDS, fromRevision: END })),
          'streamName' in failure && failure.streamName === name,
        ];
      },
    ),
    line('Forwards from the end is refused', true, async (server) => {
      const name = await streamOf(server, COUNT);
      return isRefused(readNumbers(server.client, name, { fromRevision: END }));
    }),
    line('A stream without a name is refused', true, ({ client }) => isRefused(readNumbers(client, ''))),
    ...withEnds.map(([says, read, expected]) =>
      line(says, expected, async (server) => {
        const name = await streamOf(server, COUNT);
        await server.client.setStreamMetadata(name, { truncateBefore: 10 });
        return readWithEnds(server.client, name, read);
      }),
    ),
    line('A count of 0 is refused', true, async (server) => {
      const name = await streamOf(server, COUNT);
      return isRefused(readNumbers(server.client, name, { maxCount: 0 }));
    }),
    line('An event tells the position that its append was answered with, twice', [true, true], async (server) => {
      const name = server.newStream();
      const { position } = await server.client.appendToStream(name, numbered(0, 1));
      const [read] = await collect(server.client.readStream(name));
      return [read?.event?.position?.commit, read?.commitPosition].map((told) => told === position?.commit);
    }),
  ],
};
