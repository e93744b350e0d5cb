import { NO_STREAM, type EventStoreDBClient, type Position } from '@eventstore/db-client';
import { either, lineOfItsOwnNode, type Chapter, type StartNode } from '../../contract-line.js';
import type { EmbeddedNode } from '../../embedded-node.js';
import { collect, errorText, outcomeOf, pause, range } from '../../outcomes.js';
import { through } from '../../own-node.js';
import { append, numbered, readNumbers, readRevisions } from '../../streams.js';

const line = (says: string, expected: unknown, observe: (startNode: StartNode) => Promise<unknown>) =>
  lineOfItsOwnNode('it kills the server', says, expected, observe);

async function killAndRestart(node: EmbeddedNode): Promise<void> {
  await node.kill();
  await node.start();
}

const positions = async (client: EventStoreDBClient): Promise<string> =>
  (await collect(client.readAll())).map(({ event }) => `${event?.streamId} ${event?.position?.commit}`).join();

export const restart: Chapter = {
  title: 'After a SIGKILL',
  lines: [
    line(
      'Streams, positions, metadata, soft deletes and tombstones are as before',
      [true, [7, 8, 9], 'stream-deleted', 'stream-not-found'],
      async (startNode) => {
        const node = await startNode();
        const before = await through(node, async (client) => {
          await client.appendToStream('kept', numbered(0, 10));
          await client.setStreamMetadata('kept', { maxCount: 3 });
          for (const name of ['ended', 'deleted']) await append(client, name, 1);
          await client.tombstoneStream('ended');
          await client.deleteStream('deleted');
          return positions(client);
        });
        await killAndRestart(node);
        return through(node, async (client) => [
          (await positions(client)) === before,
          await readNumbers(client, 'kept'),
          await outcomeOf(readRevisions(client, 'ended')),
          await outcomeOf(readRevisions(client, 'deleted')),
        ]);
      },
    ),
    line(
      'An append that is repeated is known again at its revision; revisions and positions go on',
      ['3', '4', true],
      async (startNode) => {
        const node = await startNode();
        const repeated = numbered(2, 2);
        const last = await through(node, async (client) => {
          await client.appendToStream('known', numbered(0, 2));
          return (await client.appendToStream('known', repeated)).position as Position;
        });
        // The node has had the time to put its tables in order: what it must know again is not what it must make good.
        await pause(500);
        await killAndRestart(node);
        return through(node, async (client) => {
          const atRevision = await client.appendToStream('known', repeated, { expectedRevision: 1n });
          const next = await append(client, 'known', 1, 3n);
          const answers = [atRevision, next].map(({ nextExpectedRevision }) => String(nextExpectedRevision));
          return [...answers, (next.position?.commit as bigint) > last.commit];
        });
      },
    ),
    line(
      'An append that is repeated at any is known again, or written once more: the memory of ids need not survive',
      either(['1', [0, 1]], ['3', [0, 1, 0, 1]]),
      async (startNode) => {
        const node = await startNode();
        const repeated = numbered(0, 2);
        await through(node, (client) => client.appendToStream('repeated', repeated));
        await killAndRestart(node);
        return through(node, async (client) => {
          const { nextExpectedRevision } = await client.appendToStream('repeated', repeated);
          return [String(nextExpectedRevision), await readNumbers(client, 'repeated')];
        });
      },
    ),
    line(
      'Killed three times while twenty writers append three events at a time: what was acknowledged is there, whole and in order',
      'all of it',
      async (startNode) => {
        const node = await startNode();
        const acknowledged = new Map<string, bigint>();
        for (const afterMs of [200, 350, 500]) {
          await through(node, async (client) => {
            const writers = range(1, 20).map((writer) => appendUntilItFails(client, `writer-${writer}`, acknowledged));
            await pause(afterMs);
            await node.kill();
            await Promise.all(writers);
          });
          await node.start();
          const missing = await through(node, (client) => whatIsMissing(client, acknowledged));
          if (missing) return missing;
        }
        return acknowledged.size > 0 ? 'all of it' : 'nothing was acknowledged';
      },
    ),
  ],
};

async function appendUntilItFails(
  client: EventStoreDBClient,
  name: string,
  acknowledged: Map<string, bigint>,
): Promise<string> {
  for (;;) {
    try {
      const { nextExpectedRevision } = await append(client, name, 3, acknowledged.get(name) ?? NO_STREAM);
      acknowledged.set(name, nextExpectedRevision);
    } catch (error) {
      return errorText(error);
    }
  }
}

/** Streams may hold more than was acknowledged: an append whose answer the kill cut off. It counts from then on. */
async function whatIsMissing(
  client: EventStoreDBClient,
  acknowledged: Map<string, bigint>,
): Promise<string | undefined> {
  for (const [name, revision] of acknowledged) {
    const found = await readRevisions(client, name);
    const isWhole = found.length % 3 === 0 && found.every((each, index) => each === index);
    if (!isWhole || found.length <= Number(revision)) return `${name}: ${revision} acknowledged, has ${found.join()}`;
    acknowledged.set(name, BigInt(found.length - 1));
  }
  return undefined;
}
