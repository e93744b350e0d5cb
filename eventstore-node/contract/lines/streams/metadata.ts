import { BACKWARDS, END, STREAM_EXISTS } from '@eventstore/db-client';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { collect, outcomeOf, pause } from '../../outcomes.js';
import { append, readRevisions, streamOf } from '../../streams.js';

const EVERYTHING = {
  maxCount: 10,
  maxAge: 100_000,
  truncateBefore: 0,
  cacheControl: 5,
  acl: {
    readRoles: ['$admins', 'readers'],
    writeRoles: ['$admins'],
    deleteRoles: ['$admins'],
    metaReadRoles: ['$admins'],
    metaWriteRoles: ['$admins'],
  },
  ours: { nested: [1, 'two'] },
};

const stored: ContractLine[] = [
  line(
    'All of it is told again: $maxCount, $maxAge, $tb, $cacheControl, $acl, and what is one’s own',
    EVERYTHING,
    async (server) => {
      const name = await streamOf(server, 1);
      await server.client.setStreamMetadata(name, EVERYTHING);
      return (await server.client.getStreamMetadata(name)).metadata;
    },
  ),
  line('The last that were set count, as a whole', { maxAge: 200 }, async (server) => {
    const name = await streamOf(server, 1);
    await server.client.setStreamMetadata(name, { maxCount: 10 });
    await server.client.setStreamMetadata(name, { maxAge: 200 });
    return (await server.client.getStreamMetadata(name)).metadata;
  }),
  line('A stream that was never given any has none', [undefined, undefined], async (server) => [
    (await server.client.getStreamMetadata(await streamOf(server, 1))).metadata,
    (await server.client.getStreamMetadata(server.newStream())).metadata,
  ]),
  line(
    'They are events of type $metadata in $$stream, of which a read shows the last',
    [['$metadata', 1, true]],
    async (server) => {
      const name = await streamOf(server, 1);
      await server.client.setStreamMetadata(name, { maxCount: 10 });
      await server.client.setStreamMetadata(name, { maxCount: 11 });
      const read = await collect(server.client.readStream(`$$${name}`));
      return read.map(({ event }) => [event?.type, Number(event?.revision), event?.isJson]);
    },
  ),
  line(
    'They have revisions of their own: what was expected must be so',
    ['0', 'wrong-expected-version, actual 0', '1'],
    async ({ client, newStream }) => {
      const name = newStream();
      const set = async (expectedRevision: 'no_stream' | bigint) =>
        outcomeOf(
          client
            .setStreamMetadata(name, { maxCount: 3 }, { expectedRevision })
            .then((answer) => String(answer.nextExpectedRevision)),
        );
      return [await set('no_stream'), await set(4n), await set(0n)];
    },
  ),
  line(
    'A stream with nothing but metadata exists for stream_exists, and begins at 0',
    '0',
    async ({ client, newStream }) => {
      const name = newStream();
      await client.setStreamMetadata(name, { maxCount: 3 });
      return String((await append(client, name, 1, STREAM_EXISTS)).nextExpectedRevision);
    },
  ),
  line('For a reader there is no such stream', 'stream-not-found', async ({ client, newStream }) => {
    const name = newStream();
    await client.setStreamMetadata(name, { maxCount: 3 });
    return outcomeOf(readRevisions(client, name));
  }),
];

const backwards = { direction: BACKWARDS, fromRevision: END } as const;

const cutting: ContractLine[] = [
  line(
    '$maxCount cuts what reads return, both ways, at once and as the stream grows',
    [
      [6, 7, 8, 9],
      [10, 9, 8, 7],
    ],
    async (server) => {
      const name = await streamOf(server, 10);
      await server.client.setStreamMetadata(name, { maxCount: 4 });
      const before = await readRevisions(server.client, name);
      await append(server.client, name, 1);
      return [before, await readRevisions(server.client, name, backwards)];
    },
  ),
  line(
    '$tb cuts what is before it, both ways; a read from there finds what is left',
    [[8, 9], [9, 8], [8]],
    async (server) => {
      const name = await streamOf(server, 10);
      await server.client.setStreamMetadata(name, { truncateBefore: 8 });
      return [
        await readRevisions(server.client, name),
        await readRevisions(server.client, name, backwards),
        await readRevisions(server.client, name, { fromRevision: 2n, maxCount: 1 }),
      ];
    },
  ),
  line(
    'Without them again the events are back, as long as nothing was scavenged',
    [
      [2, 3],
      [0, 1, 2, 3],
    ],
    async (server) => {
      const name = await streamOf(server, 4);
      await server.client.setStreamMetadata(name, { truncateBefore: 2 });
      const cut = await readRevisions(server.client, name);
      await server.client.setStreamMetadata(name, {});
      return [cut, await readRevisions(server.client, name)];
    },
  ),
  line('$maxAge hides what is older', [3], async (server) => {
    const name = await streamOf(server, 3);
    await server.client.setStreamMetadata(name, { maxAge: 1 });
    await pause(2_200);
    await append(server.client, name, 1);
    return readRevisions(server.client, name);
  }),
  line('What is hidden counts for revisions: an append goes on behind the last', '10', async (server) => {
    const name = await streamOf(server, 10);
    await server.client.setStreamMetadata(name, { truncateBefore: 8 });
    return String((await append(server.client, name, 1, 9n)).nextExpectedRevision);
  }),
];

export const metadata: Chapter = { title: 'Stream metadata', lines: [...stored, ...cutting] };
