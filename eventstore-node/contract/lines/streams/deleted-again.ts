import { ANY, binaryEvent, NO_STREAM } from '@eventstore/db-client';
import { line, type Chapter } from '../../contract-line.js';
import { deleted, isBack } from '../../deleted-streams.js';
import { collect, outcomeOf, range } from '../../outcomes.js';
import { append, inAllFrom, readRevisions } from '../../streams.js';

export const deletedAgain: Chapter = {
  title: 'Soft delete: again, and back',
  lines: [
    ...([ANY, NO_STREAM, 4n] as const).map((expectedRevision) =>
      line(`A deleted stream can be deleted again at ${expectedRevision}`, 'stream-not-found', async (server) => {
        const name = await deleted(server, 5);
        await server.client.deleteStream(name, { expectedRevision });
        return outcomeOf(readRevisions(server.client, name));
      }),
    ),
    line('A stream with nothing but metadata can be deleted', true, async ({ client, newStream }) => {
      const name = newStream();
      await client.setStreamMetadata(name, { maxCount: 3 });
      return (await client.deleteStream(name)).position !== undefined;
    }),
    line('In $all the metadata that bring it back follow the event', ['Appended', '$metadata'], async (server) => {
      const { client } = server;
      const name = await deleted(server, 5);
      const { position } = await append(client, name, 1);
      if (!position) return 'an append without a position';
      await isBack(client, name, 5);
      const found = await inAllFrom(client, position, (stream) => stream === name || stream === `$$${name}`);
      return found.map(({ event }) => event?.type);
    }),
    line(
      'Metadata alone bring it back, too, without its deleted events',
      [{ maxCount: 3, truncateBefore: 5 }, [], [5]],
      async (server) => {
        const { client } = server;
        const name = await deleted(server, 5);
        await client.setStreamMetadata(name, { maxCount: 3 });
        await isBack(client, name, 5);
        const { metadata } = await client.getStreamMetadata(name);
        const left = await readRevisions(client, name);
        await append(client, name, 1);
        return [metadata, left, await readRevisions(client, name)];
      },
    ),
    line(
      'Metadata that are no JSON are left as they are, and the deleted events are back',
      [range(0, 4), 1],
      async (server) => {
        const { client } = server;
        const name = await deleted(server, 5);
        await client.appendToStream(`$$${name}`, binaryEvent({ type: '$metadata', data: Buffer.alloc(16) }));
        const [last] = await collect(client.readStream(`$$${name}`));
        return [await readRevisions(client, name), Number(last?.event?.revision)];
      },
    ),
    line('And so does an append without events', [[], 5], async (server) => {
      const { client } = server;
      const name = await deleted(server, 5);
      await append(client, name, 0);
      await isBack(client, name, 5);
      return [await readRevisions(client, name), (await client.getStreamMetadata(name)).metadata?.truncateBefore];
    }),
  ],
};
