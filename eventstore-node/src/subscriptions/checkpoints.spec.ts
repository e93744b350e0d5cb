import { expect, test } from '@jest/globals';
import { eventTypeFilter, jsonEvent, START, type Position } from '@eventstore/db-client';
import { startNodeInTest } from '../../testing/node-in-test.js';

test('a checkpoint goes out after each interval, exactly', async () => {
  const { client, node, stop } = await startNodeInTest();
  const events = Array.from({ length: 104 }, (_, number) => jsonEvent({ type: 'Numbered', data: { number } }));
  await client.appendToStream('numbered', events);
  const checkpoints: Position[] = [];
  const filter = eventTypeFilter({
    prefixes: ['never'],
    maxSearchWindow: 5,
    checkpointInterval: 2,
    checkpointReached: async (_subscription, position) => void checkpoints.push(position),
  });
  const subscription = client.subscribeToAll({ fromPosition: START, filter });
  subscription.resume();
  await new Promise((resolve) => subscription.once('caughtUp', resolve));
  await subscription.unsubscribe();
  expect(node.log.durablePosition).toBe(104);
  expect(checkpoints.map(({ commit }) => Number(commit))).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  await stop();
});
