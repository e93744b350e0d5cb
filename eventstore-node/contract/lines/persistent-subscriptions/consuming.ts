import { END, type PersistentSubscriptionToStreamSettings } from '@eventstore/db-client';
import { acknowledge, checkpointsOf, leaveUnanswered, ONE_CHECKPOINT, withGroup, type Treat } from '../../consuming.js';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { range, until } from '../../outcomes.js';
import { numbered } from '../../streams.js';

const beginning = (
  says: string,
  startFrom: PersistentSubscriptionToStreamSettings['startFrom'],
  expected: number[],
): ContractLine =>
  line(says, expected, (server) =>
    withGroup(server, { count: 5, settings: { startFrom } }, async ({ client, name, consume }) => {
      const consumer = await consume().confirmed();
      await client.appendToStream(name, numbered(5, 2));
      await consumer.has(expected.length);
      return consumer.numbers;
    }),
  );

const retryTwice: Treat = (event, subscription) =>
  event.retryCount < 2 && event.event?.revision === 0n
    ? subscription.nack('retry', 'not now', event)
    : subscription.ack(event);

const settledBy = (action: 'skip' | 'stop'): ContractLine =>
  line(`nack ${action}: the event is settled, and not parked; the next ones come`, [range(0, 4), 0, 0], (server) =>
    withGroup(server, { count: 5 }, async ({ consume, stats, parkedCount }) => {
      const consumer = consume((event, subscription) => subscription.nack(action, 'no use', event), 1);
      await consumer.has(5);
      await until(async () => (await stats()).outstandingMessagesCount === 0);
      return [consumer.numbers, (await stats()).outstandingMessagesCount, await parkedCount()];
    }),
  );

const timedOut = (says: string, messageTimeout: number): ContractLine =>
  line(`${says} comes again, and is parked after so many retries`, [[0, 1, 2], 1], (server) =>
    withGroup(
      server,
      { count: 1, settings: { messageTimeout, maxRetryCount: 2 } },
      async ({ consume, parkedCount }) => {
        const consumer = consume(leaveUnanswered);
        await until(async () => (await parkedCount()) === 1);
        return [consumer.received.map(({ retryCount }) => retryCount), await parkedCount()];
      },
    ),
  );

export const consuming: Chapter = {
  title: 'Persistent subscriptions: consuming',
  lines: [
    line('What is stored, then what comes, once and in order', range(0, 219), (server) =>
      withGroup(server, { count: 200 }, async ({ client, name, consume }) => {
        const consumer = consume();
        await consumer.has(200);
        await client.appendToStream(name, numbered(200, 20));
        await consumer.has(220);
        return consumer.numbers;
      }),
    ),
    line('A stream that is not there yet', range(0, 2), (server) =>
      withGroup(server, {}, async ({ client, name, consume }) => {
        const consumer = await consume().confirmed();
        await client.appendToStream(name, numbered(0, 3));
        await consumer.has(3);
        return consumer.numbers;
      }),
    ),
    beginning('From a revision, which is included', 3n, [3, 4, 5, 6]),
    beginning('From the end: only what comes', END, [5, 6]),
    line(
      'A consumer has no more unanswered events than its buffer size; an answer makes room for one',
      [[0, 1, 2], 3, [0, 1, 2, 3]],
      (server) =>
        withGroup(server, { count: 20 }, async ({ consume, stats }) => {
          const consumer = consume(leaveUnanswered, 3);
          await consumer.has(3);
          await until(async () => (await stats()).outstandingMessagesCount > 0);
          const before = [...consumer.numbers];
          const { totalInFlightMessages } = await stats();
          await consumer.subscription.ack(consumer.received[0] as never);
          await consumer.has(4);
          return [before, totalInFlightMessages, consumer.numbers];
        }),
    ),
    line('Several events are acknowledged together', 0, (server) =>
      withGroup(server, { count: 10 }, async ({ consume, stats }) => {
        const consumer = consume(leaveUnanswered);
        await consumer.has(10);
        await consumer.subscription.ack(...(consumer.received as [never]));
        await until(async () => (await stats()).outstandingMessagesCount === 0);
        return (await stats()).totalInFlightMessages;
      }),
    ),
    line('nack retry: the event comes again, one try later', [0, 1, 2], (server) =>
      withGroup(server, { count: 2 }, async ({ consume }) => {
        const consumer = consume(retryTwice);
        await consumer.has(4);
        const ofFirst = consumer.received.filter(({ event }) => event?.revision === 0n);
        return ofFirst.map(({ retryCount }) => retryCount);
      }),
    ),
    settledBy('skip'),
    settledBy('stop'),
    timedOut('What is not answered in time', 500),
    timedOut('A time-out of 0 is no time at all: what is not answered', 0),
    line('What a consumer had when it left goes to another', range(0, 7), (server) =>
      withGroup(server, { count: 8 }, async ({ consume }) => {
        const first = consume(leaveUnanswered, 5);
        await first.has(5);
        const second = consume(acknowledge);
        await second.has(3);
        await first.leave();
        await second.has(8);
        return second.numbers.toSorted((a, b) => a - b);
      }),
    ),
    line(
      'It goes on behind what was acknowledged when its consumers come back',
      [
        [0, 1, 2],
        [3, 4],
      ],
      (server) =>
        withGroup(server, { count: 3 }, async ({ client, name, consume, stats }) => {
          const first = consume();
          await first.has(3);
          await until(async () => (await stats()).outstandingMessagesCount === 0);
          await first.leave();
          await client.appendToStream(name, numbered(3, 2));
          const second = consume();
          await second.has(2);
          return [first.numbers, second.numbers];
        }),
    ),
    line('An update goes on at the checkpoint', [5, 6], (server) =>
      withGroup(server, { count: 5, settings: ONE_CHECKPOINT }, async ({ client, name, consume, info }) => {
        await consume().has(5);
        await until(async () => (await checkpointsOf(client, name)).length > 0);
        const { settings } = await info();
        await client.updatePersistentSubscriptionToStream(name, 'group', { ...settings, maxRetryCount: 1 });
        await client.appendToStream(name, numbered(5, 2));
        const after = consume();
        await after.has(2);
        return after.numbers;
      }),
    ),
  ],
};
