import { Consumer, acknowledge, settingsFromStart, type Treat } from '../../consuming.js';
import { either, lineOfItsOwnNode, type Chapter } from '../../contract-line.js';
import { range, until } from '../../outcomes.js';
import { through } from '../../own-node.js';
import { numbered } from '../../streams.js';

const parkFirst: Treat = (event, subscription) =>
  event.event?.revision === 0n ? subscription.nack('park', 'broken', event) : subscription.ack(event);

const SETTINGS = settingsFromStart({ messageTimeout: 7_001, checkPointLowerBound: 1, checkPointUpperBound: 1 });

export const groupsRestart: Chapter = {
  title: 'Persistent subscriptions after a SIGKILL',
  lines: [
    lineOfItsOwnNode(
      'it kills the server',
      'A group is as before: its settings, what is parked, and what was acknowledged unless its checkpoint is behind',
      either(
        { messageTimeout: 7_001, parked: 1, numbers: [5] },
        { messageTimeout: 7_001, parked: 1, numbers: range(0, 5) },
      ),
      async (startNode) => {
        const node = await startNode();
        await through(node, async (client) => {
          await client.appendToStream('consumed', numbered(0, 5));
          await client.createPersistentSubscriptionToStream('consumed', 'group', SETTINGS);
          const events = client.subscribeToPersistentSubscriptionToStream('consumed', 'group');
          await new Consumer(events, parkFirst).has(5);
          await until(async () => {
            const { stats } = await client.getPersistentSubscriptionToStreamInfo('consumed', 'group');
            return stats.lastCheckpointedEventRevision === 4n && stats.parkedMessageCount === 1n;
          });
          await node.kill();
        });
        await node.start();
        return through(node, async (client) => {
          const { settings, stats } = await client.getPersistentSubscriptionToStreamInfo('consumed', 'group');
          await client.appendToStream('consumed', numbered(5, 1));
          const events = client.subscribeToPersistentSubscriptionToStream('consumed', 'group');
          const consumer = new Consumer(events, acknowledge);
          await until(() => consumer.numbers.includes(5));
          await consumer.leave();
          const parked = Number(stats.parkedMessageCount);
          return { messageTimeout: settings.messageTimeout, parked, numbers: consumer.numbers };
        });
      },
    ),
  ],
};
