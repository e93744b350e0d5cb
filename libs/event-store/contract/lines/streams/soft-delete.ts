import { ANY, BACKWARDS, END, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { collect, outcomeOf, until } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { append, expectations, inAllFrom, readRevisions, streamOf } from '../../streams.js';

async function deleted(server: ServerUnderContract, count: number): Promise<string> {
  const name = await streamOf(server, count);
  await server.client.deleteStream(name);
  return name;
}

const goesOn = expectations(NO_STREAM, ANY, 4n).map((expected): ContractLine =>
  line(
    `An append at ${expected} to a deleted stream of five goes on at revision 5`,
    ['6', [5, 6], [6, 5]],
    async (server) => {
      const { client } = server;
      const name = await deleted(server, 5);
      const { nextExpectedRevision } = await append(client, name, 2, expected);
      const backwards = { direction: BACKWARDS, fromRevision: END } as const;
      return [
        String(nextExpectedRevision),
        await readRevisions(client, name),
        await readRevisions(client, name, backwards),
      ];
    },
  ),
);

const wrong = (says: string, expected: string, observe: (server: ServerUnderContract) => Promise<unknown>) =>
  line(says, expected, (server) => outcomeOf(observe(server)));

const again: ContractLine[] = [
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
];

const broughtBack: ContractLine[] = [
  line('In $all the metadata that bring it back follow the event', ['Appended', '$metadata'], async (server) => {
    const { client } = server;
    const name = await deleted(server, 5);
    const { position } = await append(client, name, 1);
    if (!position) return 'an append without a position';
    await until(async () => (await client.getStreamMetadata(name)).metadata?.truncateBefore === 5);
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
      await until(async () => (await client.getStreamMetadata(name)).metadata?.truncateBefore === 5);
      const { metadata } = await client.getStreamMetadata(name);
      const left = await readRevisions(client, name);
      await append(client, name, 1);
      return [metadata, left, await readRevisions(client, name)];
    },
  ),
  line('And so does an append without events', [[], 5], async (server) => {
    const { client } = server;
    const name = await deleted(server, 5);
    await append(client, name, 0);
    await until(async () => (await client.getStreamMetadata(name)).metadata?.truncateBefore === 5);
    return [await readRevisions(client, name), (await client.getStreamMetadata(name)).metadata?.truncateBefore];
  }),
];

export const softDelete: Chapter = {
  title: 'Soft delete',
  lines: [
    line('A deleted stream is not found, both ways', ['stream-not-found', 'stream-not-found'], async (server) => {
      const name = await deleted(server, 5);
      const backwards = { direction: BACKWARDS, fromRevision: END } as const;
      return [
        await outcomeOf(readRevisions(server.client, name)),
        await outcomeOf(readRevisions(server.client, name, backwards)),
      ];
    }),
    ...goesOn,
    wrong('An append at stream_exists to it', 'stream-deleted', async (server) =>
      append(server.client, await deleted(server, 5), 1, STREAM_EXISTS),
    ),
    wrong('An append at a revision before its last', 'wrong-expected-version, actual 4', async (server) =>
      append(server.client, await deleted(server, 5), 1, 2n),
    ),
    line('Deleting a missing stream is a conflict', true, async ({ client, newStream }) => {
      const outcome = await outcomeOf(client.deleteStream(newStream()));
      return typeof outcome === 'string' && outcome.startsWith('wrong-expected-version');
    }),
    wrong('Deleting at another revision than the last', 'wrong-expected-version, actual 1', async (server) =>
      server.client.deleteStream(await streamOf(server, 2), { expectedRevision: 0n }),
    ),
    line('Deleting at the last revision; the answer has a position', true, async (server) => {
      const { position } = await server.client.deleteStream(await streamOf(server, 2), { expectedRevision: 1n });
      return position !== undefined && position.commit > 0n;
    }),
    line(
      'The delete is metadata: $tb beyond every revision; the next append sets it to where the stream goes on',
      [true, 5],
      async (server) => {
        const name = await deleted(server, 5);
        const [deletion] = await collect(server.client.readStream<Truncation>(`$$${name}`));
        await append(server.client, name, 1);
        const { metadata } = await server.client.getStreamMetadata(name);
        return [Number(deletion?.event?.data.$tb) >= Number.MAX_SAFE_INTEGER, metadata?.truncateBefore];
      },
    ),
    line('Deleted and written to a second time', ['stream-not-found', [7]], async (server) => {
      const name = await deleted(server, 5);
      await append(server.client, name, 2);
      await server.client.deleteStream(name);
      const gone = await outcomeOf(readRevisions(server.client, name));
      await append(server.client, name, 1);
      return [gone, await readRevisions(server.client, name)];
    }),
    ...again,
    ...broughtBack,
  ],
};

interface Truncation {
  type: '$metadata';
  data: { $tb: number };
}
