import { START, streamNameFilter, type Position } from '@eventstore/db-client';
import { acknowledge, Consumer, settingsFromStart, withGroup, withGroupOnAll } from '../../consuming.js';
import { either, line, type Chapter } from '../../contract-line.js';
import { NO_ANSWER, orNoAnswer, outcomeOf, pause } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';

const FAILED = 'persistent-subscription-failed';
const EXISTS = 'persistent-subscription-exists';
const MISSING = 'persistent-subscription-does-not-exist';
const LARGE_BATCH = { readBatchSize: 20, historyBufferSize: 20 };
const TIME_TO_BE_SENT_ONE_MS = 1_000;
const BEYOND_END = { commit: 2n ** 60n, prepare: 2n ** 60n };

/** The error that a creation on `$all` ends with. */
const startingAt = ({ client, newStream }: ServerUnderContract, startFrom: Position): Promise<unknown> =>
  outcomeOf(client.createPersistentSubscriptionToAll(newStream('group'), { ...settingsFromStart(), startFrom }));

export const refusedGroups: Chapter = {
  title: 'Persistent subscriptions: what is refused',
  lines: [
    line(
      'A stream without a name, to create and to delete: refused, or never answered',
      either([FAILED, FAILED], [NO_ANSWER, NO_ANSWER]),
      ({ client }) =>
        Promise.all([
          orNoAnswer(outcomeOf(client.createPersistentSubscriptionToStream('', 'group', settingsFromStart()))),
          orNoAnswer(outcomeOf(client.deletePersistentSubscriptionToStream('', 'group'))),
        ]),
    ),
    line('$all as if it were a stream', ['unknown', 'unknown', 'unknown'], ({ client, newStream }) => {
      const group = newStream('group');
      return Promise.all([
        outcomeOf(client.createPersistentSubscriptionToStream('$all', group, settingsFromStart())),
        outcomeOf(client.updatePersistentSubscriptionToStream('$all', group, settingsFromStart())),
        outcomeOf(client.deletePersistentSubscriptionToStream('$all', group)),
      ]);
    }),
    line('A start in $all beyond its end, or with its commit before its prepare', [FAILED, 'unknown'], (server) =>
      Promise.all([startingAt(server, BEYOND_END), startingAt(server, { commit: 0n, prepare: 1n })]),
    ),
    line(
      'One that is there: first a start beyond the end, then that it is there, then its buffers',
      [FAILED, EXISTS, EXISTS],
      (server) =>
        withGroupOnAll(server, streamNameFilter({ prefixes: ['none'] }), {}, async (_consume, group) => {
          const create = (changes: object) =>
            outcomeOf(
              server.client.createPersistentSubscriptionToAll(group, {
                ...settingsFromStart(),
                startFrom: START,
                ...changes,
              }),
            );
          return [await create({ startFrom: BEYOND_END }), await create({}), await create(LARGE_BATCH)];
        }),
    ),
    line(
      'A batch as large as the buffer, on an update, but first that there is no such group',
      [MISSING, FAILED],
      (server) =>
        withGroup(server, {}, async ({ client, name }) => {
          const update = (group: string) =>
            outcomeOf(client.updatePersistentSubscriptionToStream(name, group, settingsFromStart(LARGE_BATCH)));
          return [await update('other'), await update('group')];
        }),
    ),
    line('What was refused has changed nothing', [START, 20], (server) =>
      withGroup(server, {}, async ({ client, name, info }) => {
        await outcomeOf(client.updatePersistentSubscriptionToStream(name, 'group', settingsFromStart(LARGE_BATCH)));
        const { settings } = await info();
        return [settings.startFrom, settings.readBatchSize];
      }),
    ),
    line('Any consumer, where fewer than none are allowed', 'maximum-subscribers-reached', (server) =>
      withGroup(server, { settings: { maxSubscriberCount: -1 } }, ({ consume }) => consume().failure),
    ),
    line('A consumer of a group without a name', 'unknown', (server) =>
      withGroup(server, { count: 1 }, ({ client, name }) => {
        const nameless = client.subscribeToPersistentSubscriptionToStream(name, '');
        return new Consumer(nameless, acknowledge).failure;
      }),
    ),
    line('A consumer without room for one event: refused, or taken and sent none', either('unknown', 0), (server) =>
      withGroup(server, { count: 1 }, async ({ consume }) => {
        const consumer = consume(acknowledge, 0);
        const taken = consumer.confirmed().then(() => pause(TIME_TO_BE_SENT_ONE_MS));
        return Promise.race([consumer.failure, taken.then(() => consumer.received.length)]);
      }),
    ),
    line('Consumers of a stream that was tombstoned before it was read', 'persistent-subscription-dropped', (server) =>
      withGroup(server, { count: 3 }, async ({ client, name, consume }) => {
        await client.tombstoneStream(name);
        await client.updatePersistentSubscriptionToStream(name, 'group', settingsFromStart());
        return consume().failure;
      }),
    ),
  ],
};
