import { END, streamNameFilter, type PersistentSubscriptionToStreamSettings } from '@eventstore/db-client';
import { settingsFromStart, withGroup, withGroupOnAll } from '../../consuming.js';
import { line, lineOfItsOwnNode, type Chapter, type ContractLine } from '../../contract-line.js';
import { outcomeOf } from '../../outcomes.js';
import { through } from '../../own-node.js';
import type { ServerUnderContract } from '../../server-under-contract.js';

/** Each different from its default. */
const UNUSUAL: PersistentSubscriptionToStreamSettings = {
  startFrom: 3n,
  resolveLinkTos: true,
  extraStatistics: true,
  messageTimeout: 7_001,
  maxRetryCount: 3,
  checkPointAfter: 3_001,
  checkPointLowerBound: 4,
  checkPointUpperBound: 40,
  maxSubscriberCount: 5,
  liveBufferSize: 60,
  readBatchSize: 7,
  historyBufferSize: 80,
  consumerStrategyName: 'Pinned',
};
const OTHERS = settingsFromStart({ startFrom: END });
const MISSING = 'persistent-subscription-does-not-exist';

const namesOf = (groups: readonly { readonly groupName: string }[]): string[] =>
  groups.map(({ groupName }) => groupName).toSorted((a, b) => a.localeCompare(b));

const settings: ContractLine[] = [
  line('All settings are kept and told, those of an update too', [UNUSUAL, OTHERS], (server) =>
    withGroup(server, { count: 5, settings: UNUSUAL }, async ({ client, name, info }) => {
      const created = (await info()).settings;
      await client.updatePersistentSubscriptionToStream(name, 'group', OTHERS);
      return [created, (await info()).settings];
    }),
  ),
  line('It tells its stream, its name, and that nobody is connected', ['stream', 'group', 0], (server) =>
    withGroup(server, { count: 1 }, async ({ name, info }) => {
      const { eventSource, groupName, connections } = await info();
      return [eventSource === name ? 'stream' : eventSource, groupName, connections.length];
    }),
  ),
  line('A group that is there can not be created again', 'persistent-subscription-exists', (server) =>
    withGroup(server, {}, ({ client, name }) =>
      outcomeOf(client.createPersistentSubscriptionToStream(name, 'group', settingsFromStart())),
    ),
  ),
  line(
    'One that is not there can not be updated, deleted, asked, replayed or consumed',
    Array(5).fill(MISSING),
    (server) =>
      withGroup(server, {}, async ({ client, name }) => {
        const consuming = client.subscribeToPersistentSubscriptionToStream(name, 'other');
        const consumed = new Promise<never>((_resolve, reject) => consuming.on('error', reject));
        const calls = [
          client.updatePersistentSubscriptionToStream(name, 'other', settingsFromStart()),
          client.deletePersistentSubscriptionToStream(name, 'other'),
          client.getPersistentSubscriptionToStreamInfo(name, 'other'),
          client.replayParkedMessagesToStream(name, 'other'),
          consumed,
        ];
        return Promise.all(calls.map((call) => outcomeOf<unknown>(call)));
      }),
  ),
  line('One that was deleted is not there, and can be created again', [MISSING, 'group'], (server) =>
    withGroup(server, {}, async ({ client, name, info }) => {
      await client.deletePersistentSubscriptionToStream(name, 'group');
      const gone = await outcomeOf(info());
      await client.createPersistentSubscriptionToStream(name, 'group', settingsFromStart());
      return [gone, (await info()).groupName];
    }),
  ),
];

const lists: ContractLine[] = [
  line('Groups are listed: of a stream, and among all', [['another', 'group'], true], (server) =>
    withGroup(server, {}, async ({ client, name }) => {
      await client.createPersistentSubscriptionToStream(name, 'another', settingsFromStart());
      const ofStream = await client.listPersistentSubscriptionsToStream(name);
      const all = await client.listAllPersistentSubscriptions();
      await client.deletePersistentSubscriptionToStream(name, 'another');
      const ofAll = all.filter(({ eventSource }) => eventSource === name);
      return [namesOf(ofStream), namesOf(ofAll).join() === namesOf(ofStream).join()];
    }),
  ),
  line('Those of $all are listed by themselves, and tell where they begin', [true, false, 'end'], (server) =>
    withGroup(server, {}, ({ client }) =>
      withGroupOnAll(server, streamNameFilter({ prefixes: ['none'] }), { startFrom: END }, async (_consume, group) => {
        const listed = await client.listPersistentSubscriptionsToAll();
        const { settings: told } = await client.getPersistentSubscriptionToAllInfo(group);
        return [namesOf(listed).includes(group), namesOf(listed).includes('group'), told.startFrom];
      }),
    ),
  ),
  line('A stream that never had groups has no list', MISSING, ({ client, newStream }) =>
    outcomeOf(client.listPersistentSubscriptionsToStream(newStream())),
  ),
];

const dropped = (says: string, act: (server: ServerUnderContract, stream: string) => Promise<void>): ContractLine =>
  line(`${says} ends its consumers, who are told`, 'persistent-subscription-dropped', (server) =>
    withGroup(server, { count: 3 }, async ({ consume, name }) => {
      const consumer = consume();
      await consumer.has(3);
      await act(server, name);
      return consumer.failure;
    }),
  );

const consumers: ContractLine[] = [
  line('No more consumers than it allows', 'maximum-subscribers-reached', (server) =>
    withGroup(server, { settings: { maxSubscriberCount: 1 } }, async ({ consume }) => {
      await consume().confirmed();
      return consume().failure;
    }),
  ),
  line('Who is connected is told', 2, (server) =>
    withGroup(server, {}, async ({ consume, info }) => {
      await consume().confirmed();
      await consume().confirmed();
      return (await info()).connections.length;
    }),
  ),
  dropped('A deletion', ({ client }, name) => client.deletePersistentSubscriptionToStream(name, 'group')),
  dropped('An update', ({ client }, name) =>
    client.updatePersistentSubscriptionToStream(name, 'group', settingsFromStart({ maxRetryCount: 1 })),
  ),
  lineOfItsOwnNode(
    'it restarts everybody’s groups',
    'A restart of the subsystem ends consumers, and keeps groups',
    ['persistent-subscription-dropped', 'group'],
    async (startNode) =>
      through(await startNode(), (client, server) =>
        withGroup(server, { count: 3 }, async ({ consume, info }) => {
          const consumer = consume();
          await consumer.has(3);
          await client.restartPersistentSubscriptionSubsystem();
          return [await consumer.failure, (await info()).groupName];
        }),
      ),
  ),
];

export const groups: Chapter = {
  title: 'Persistent subscriptions: groups',
  lines: [...settings, ...lists, ...consumers],
};
