import { binaryEvent, type ResolvedEvent } from '@eventstore/db-client';
import { acknowledge, park, withGroup, type Group, type Treat } from '../../consuming.js';
import { line, type Chapter } from '../../contract-line.js';
import { collect, outcomeOf, range, until } from '../../outcomes.js';
import { streamOf } from '../../streams.js';

const parkedStream = (name: string): string => `$persistentsubscription-${name}::group-parked`;

/** Parks what comes for the first time, and acknowledges what comes back. */
const parkOnce: Treat = (event, subscription) =>
  event.link ? subscription.ack(event) : subscription.nack('park', 'broken', event);

/** All are parked, and nobody is connected. */
async function parkAll({ consume, info, parkedCount }: Group, count: number): Promise<void> {
  const consumer = consume(park);
  await until(async () => (await parkedCount()) === count);
  await consumer.leave();
  await until(async () => (await info()).connections.length === 0);
}

export const parking: Chapter = {
  title: 'Persistent subscriptions: parking',
  lines: [
    line(
      'nack park: the event is settled, and a link to it is in the group’s stream of parked ones',
      [0, ['$> 0@stream', '$> 1@stream']],
      (server) =>
        withGroup(server, { count: 2 }, async (group) => {
          await parkAll(group, 2);
          const parked = await collect(server.client.readStream(parkedStream(group.name)));
          const links = parked.map(({ event }) => {
            const target = Buffer.from(event?.data as unknown as Uint8Array).toString();
            return `${event?.type} ${target.replace(group.name, 'stream')}`;
          });
          return [(await group.stats()).outstandingMessagesCount, links];
        }),
    ),
    line(
      'A replay brings back all that is parked, as links to the events, and leaves nothing',
      [range(0, 5), 'parked', 0],
      (server) =>
        withGroup(server, { count: 6 }, async ({ client, name, consume, parkedCount }) => {
          const consumer = consume(parkOnce);
          await until(async () => (await parkedCount()) === 6);
          await client.replayParkedMessagesToStream(name, 'group');
          await consumer.has(12);
          await until(async () => (await parkedCount()) === 0);
          const from = consumer.received[6]?.link?.streamId;
          const again = consumer.numbers.slice(6).toSorted((a, b) => a - b);
          return [again, from === parkedStream(name) ? 'parked' : from, await parkedCount()];
        }),
    ),
    line('A replay stops where it is told', [[0, 1], 4], (server) =>
      withGroup(server, { count: 6 }, async (group) => {
        await parkAll(group, 6);
        const consumer = group.consume(acknowledge);
        await group.client.replayParkedMessagesToStream(group.name, 'group', { stopAt: 2 });
        await consumer.has(2);
        await until(async () => (await group.parkedCount()) === 4);
        return [consumer.numbers, await group.parkedCount()];
      }),
    ),
    line('A replay of nothing does nothing', [undefined, 0], (server) =>
      withGroup(server, { count: 1 }, async ({ client, name, parkedCount }) => [
        await outcomeOf(client.replayParkedMessagesToStream(name, 'group')),
        await parkedCount(),
      ]),
    ),
    line('What comes back and is parked again is parked', 2, (server) =>
      withGroup(server, { count: 2 }, async (group) => {
        await parkAll(group, 2);
        const consumer = group.consume(park);
        await group.client.replayParkedMessagesToStream(group.name, 'group');
        await consumer.has(2);
        await until(async () => (await group.parkedCount()) === 2);
        return group.parkedCount();
      }),
    ),
    ...[true, false].map((resolveLinkTos) =>
      line(
        `Links are ${resolveLinkTos ? 'resolved if the group says so' : 'what they are if it does not'}`,
        resolveLinkTos ? ['target/1', 'links/0'] : ['links/0', undefined],
        async (server) => {
          const target = await streamOf(server, 3);
          const links = server.newStream('links');
          await server.client.appendToStream(links, binaryEvent({ type: '$>', data: Buffer.from(`1@${target}`) }));
          return withGroup(server, { stream: links, settings: { resolveLinkTos } }, async ({ consume }) => {
            const consumer = consume();
            await consumer.has(1);
            const words = (recorded: ResolvedEvent['event']) =>
              recorded && `${recorded.streamId === target ? 'target' : 'links'}/${recorded.revision}`;
            const [first] = consumer.received;
            return [words(first?.event), words(first?.link)];
          });
        },
      ),
    ),
  ],
};
