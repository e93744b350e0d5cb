import { END } from '@eventstore/db-client';
import { line, type Chapter } from '../../contract-line.js';
import { announcements, caughtUp, confirmed, firstOf, firstOfWhileLive } from '../../following.js';
import { collect, outcomeOf, pause, range } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { append, numbered, numberOf, streamOf } from '../../streams.js';

/** What is said of a subscription to a stream that holds nothing yet: at first, and once an event was appended. */
async function announcedBeforeAndAfter({ client }: ServerUnderContract, name: string): Promise<string[][]> {
  const subscription = client.subscribeToStream(name);
  const said = announcements(subscription);
  const isCaughtUp = caughtUp(subscription);
  subscription.resume();
  await confirmed(subscription);
  await pause(300);
  const before = [...said];
  await append(client, name, 1);
  await isCaughtUp;
  await subscription.unsubscribe();
  return [before, said];
}

const ONCE_THERE_IS_SOMETHING = [['confirmation'], ['confirmation', 'caughtUp']];

export const subscriptionsToMissingStreams: Chapter = {
  title: 'Subscriptions to missing and deleted streams',
  lines: [
    line(
      'A stream that is not there yet: confirmed, then its events as they come',
      range(0, 2),
      async ({ client, newStream }) => {
        const name = newStream();
        const subscription = client.subscribeToStream(name);
        const append3 = () => client.appendToStream(name, numbered(0, 3));
        const [events] = await Promise.all([firstOf(3, subscription), confirmed(subscription).then(append3)]);
        return events.map(numberOf);
      },
    ),
    line('A stream that is not there yet: caught up when it is', ONCE_THERE_IS_SOMETHING, (server) =>
      announcedBeforeAndAfter(server, server.newStream()),
    ),
    line('A deleted one likewise', ONCE_THERE_IS_SOMETHING, async (server) => {
      const name = await streamOf(server, 2);
      await server.client.deleteStream(name);
      return announcedBeforeAndAfter(server, name);
    }),
    line('From the end of one that is not there: caught up at once', [0], async ({ client, newStream }) => {
      const name = newStream();
      const append1 = () => client.appendToStream(name, numbered(0, 1));
      const events = await firstOfWhileLive(1, client.subscribeToStream(name, { fromRevision: END }), append1);
      return events.map(numberOf);
    }),
    line('A stream that was soft-deleted and written to again: what can be read', [3, 4], async (server) => {
      const name = await streamOf(server, 3);
      await server.client.deleteStream(name);
      await append(server.client, name, 2);
      const events = await firstOf(2, server.client.subscribeToStream(name));
      return events.map(({ event }) => Number(event?.revision));
    }),
    line('To a tombstoned stream: stream-deleted, not even confirmed', ['stream-deleted', []], async (server) => {
      const name = await streamOf(server, 1);
      await server.client.tombstoneStream(name);
      const subscription = server.client.subscribeToStream(name);
      const said = announcements(subscription);
      return [await outcomeOf(collect(subscription)), said];
    }),
    line(
      'A tombstone ends a live one: what came before it, the tombstone, stream-deleted',
      { told: ['Numbered 0', 'Numbered 1', '$streamDeleted 9223372036854775807'], outcome: 'stream-deleted' },
      async ({ client, newStream }) => {
        const name = newStream();
        await client.appendToStream(name, numbered(0, 1));
        const subscription = client.subscribeToStream(name);
        const told: string[] = [];
        subscription.on('data', ({ event }) => told.push(`${event?.type} ${event?.revision}`));
        const ending = outcomeOf(new Promise((_, reject) => subscription.on('error', reject)));
        await caughtUp(subscription);
        await client.appendToStream(name, numbered(1, 1));
        await client.tombstoneStream(name);
        return { told, outcome: await ending };
      },
    ),
  ],
};
