import { ANY, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { onBothPaths } from '../../append-paths.js';
import { line, type Chapter } from '../../contract-line.js';
import { outcomeOf } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { append, expectations, inAllFrom, numbered, readRevisions, streamOf } from '../../streams.js';

async function tombstoned(server: ServerUnderContract): Promise<string> {
  const name = await streamOf(server, 2);
  await server.client.tombstoneStream(name, { expectedRevision: 1n });
  return name;
}

const outcomesOf = async (calls: readonly Promise<unknown>[]): Promise<unknown[]> => Promise.all(calls.map(outcomeOf));

export const tombstone: Chapter = {
  title: 'Tombstone',
  lines: [
    line(
      'Nothing can be read from the stream again, nor its metadata',
      ['stream-deleted', 'stream-deleted'],
      async (server) => {
        const name = await tombstoned(server);
        return outcomesOf([readRevisions(server.client, name), server.client.getStreamMetadata(name)]);
      },
    ),
    line(
      'Nor written to it, at whatever revision, nor its metadata',
      Array(5).fill('stream-deleted'),
      async (server) => {
        const { client } = server;
        const name = await tombstoned(server);
        const appends = expectations(ANY, NO_STREAM, STREAM_EXISTS, 1n).map((expected) =>
          append(client, name, 1, expected),
        );
        return outcomesOf([...appends, client.setStreamMetadata(name, { maxCount: 1 })]);
      },
    ),
    ...onBothPaths((path) => [
      line('An append to it is told so', 'stream-deleted', async (server) => {
        const name = await tombstoned(server);
        return outcomeOf(server.client.appendToStream(name, numbered(0, 1), path.options(server)));
      }),
    ]),
    line('The error names the stream as it is called', true, async ({ client, newStream }) => {
      const name = newStream('100% sure');
      await client.tombstoneStream(name);
      const failure = await client.tombstoneStream(name).catch((error: { streamName?: string }) => error);
      return 'streamName' in failure && failure.streamName === name;
    }),
    line('A second tombstone', 'stream-deleted', async (server) =>
      outcomeOf(server.client.tombstoneStream(await tombstoned(server))),
    ),
    line('A missing stream can be tombstoned', [true, 'stream-deleted'], async ({ client, newStream }) => {
      const name = newStream();
      const { position } = await client.tombstoneStream(name, { expectedRevision: NO_STREAM });
      return [position !== undefined, await outcomeOf(append(client, name, 1))];
    }),
    line(
      'Its event in $all is $streamDeleted, without data, and no JSON',
      [['$streamDeleted', false, 0]],
      async (server) => {
        const name = await streamOf(server, 2);
        const { position } = await server.client.tombstoneStream(name);
        if (!position) return 'a tombstone without a position';
        const found = await inAllFrom(server.client, position, (stream) => stream === name);
        return found.map(({ event }) => event && [event.type, event.isJson, (event.data as Uint8Array).length]);
      },
    ),
    line('At another revision than the last', 'wrong-expected-version, actual 1', async (server) =>
      outcomeOf(server.client.tombstoneStream(await streamOf(server, 2), { expectedRevision: 7n })),
    ),
    ...([ANY, NO_STREAM, 1n] as const).map((expectedRevision) =>
      line(
        `A stream that was soft-deleted can be tombstoned at ${expectedRevision}`,
        'stream-deleted',
        async (server) => {
          const name = await streamOf(server, 2);
          await server.client.deleteStream(name);
          await server.client.tombstoneStream(name, { expectedRevision });
          return outcomeOf(readRevisions(server.client, name));
        },
      ),
    ),
  ],
};
