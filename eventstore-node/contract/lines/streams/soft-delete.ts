import { ANY, BACKWARDS, END, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { deleted, isBack } from '../../deleted-streams.js';
import { collect, outcomeOf } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { append, expectations, readRevisions, streamOf } from '../../streams.js';

const goesOn = expectations(NO_STREAM, ANY, 4n).map((expected): ContractLine =>
  line(
    `An append at ${expected} to a deleted stream of five goes on at revision 5`,
    ['6', [5, 6], [6, 5]],
    async (server) => {
      const { client } = server;
      const name = await deleted(server, 5);
      const { nextExpectedRevision } = await append(client, name, 2, expected);
      await isBack(client, name, 5);
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
        await isBack(server.client, name, 5);
        const { metadata } = await server.client.getStreamMetadata(name);
        return [Number(deletion?.event?.data.$tb) >= Number.MAX_SAFE_INTEGER, metadata?.truncateBefore];
      },
    ),
    line('Deleted and written to a second time', ['stream-not-found', [7]], async (server) => {
      const name = await deleted(server, 5);
      await append(server.client, name, 2);
      await isBack(server.client, name, 5);
      await server.client.deleteStream(name);
      const gone = await outcomeOf(readRevisions(server.client, name));
      await append(server.client, name, 1);
      await isBack(server.client, name, 7);
      return [gone, await readRevisions(server.client, name)];
    }),
  ],
};

interface Truncation {
  type: '$metadata';
  data: { $tb: number };
}
