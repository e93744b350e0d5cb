import { END } from '@eventstore/db-client';
import { line, type Chapter } from '../../contract-line.js';
import { caughtUp, firstOf, firstOfWhileLive } from '../../following.js';
import { range } from '../../outcomes.js';
import { numbered, numberOf, readRevisions, streamOf } from '../../streams.js';

export const subscriptionsToStreams: Chapter = {
  title: 'Subscriptions to streams',
  lines: [
    line('What is stored, then what comes, without a gap', range(0, 609), async (server) => {
      const name = await streamOf(server, 600);
      const append10 = () => server.client.appendToStream(name, numbered(600, 10));
      return (await firstOfWhileLive(610, server.client.subscribeToStream(name), append10)).map(numberOf);
    }),
    line('caughtUp comes after what is stored, before what comes', 600, async (server) => {
      const name = await streamOf(server, 600);
      const subscription = server.client.subscribeToStream(name);
      let read = 0;
      subscription.on('data', () => read++);
      const before = caughtUp(subscription).then(async () => {
        const arrived = read + subscription.readableLength;
        await server.client.appendToStream(name, numbered(600, 1));
        return arrived;
      });
      const [arrivedBefore] = await Promise.all([before, firstOf(601, subscription)]);
      return arrivedBefore;
    }),
    line('From the end: only what comes', [5, 6], async (server) => {
      const name = await streamOf(server, 5);
      const subscription = server.client.subscribeToStream(name, { fromRevision: END });
      const append2 = () => server.client.appendToStream(name, numbered(5, 2));
      return (await firstOfWhileLive(2, subscription, append2)).map(numberOf);
    }),
    line(
      'From each revision, which is left out: nothing lost, nothing twice',
      range(0, 10).map((from) => range(from + 1, 11)),
      async (server) => {
        const name = await streamOf(server, 12);
        const rests: number[][] = [];
        for (const from of range(0, 10)) {
          const subscription = server.client.subscribeToStream(name, { fromRevision: BigInt(from) });
          rests.push((await firstOf(11 - from, subscription)).map(numberOf));
        }
        return rests;
      },
    ),
    line('From the last revision: what comes', [3], async (server) => {
      const name = await streamOf(server, 3);
      const subscription = server.client.subscribeToStream(name, { fromRevision: 2n });
      const append1 = () => server.client.appendToStream(name, numbered(3, 1));
      return (await firstOfWhileLive(1, subscription, append1)).map(numberOf);
    }),
    line(
      '$maxCount holds for subscriptions as for reads',
      [
        [7, 8, 9],
        [7, 8, 9],
      ],
      async (server) => {
        const name = await streamOf(server, 10);
        await server.client.setStreamMetadata(name, { maxCount: 3 });
        const events = await firstOf(3, server.client.subscribeToStream(name));
        return [events.map(({ event }) => Number(event?.revision)), await readRevisions(server.client, name)];
      },
    ),
    line('$maxCount holds back nothing of what comes', range(0, 4), async (server) => {
      const name = await streamOf(server, 1);
      await server.client.setStreamMetadata(name, { maxCount: 1 });
      const append4 = () => server.client.appendToStream(name, numbered(1, 4));
      return (await firstOfWhileLive(5, server.client.subscribeToStream(name), append4)).map(numberOf);
    }),
    line('Two to one stream are each told all', [range(0, 4), range(0, 4)], async (server) => {
      const name = await streamOf(server, 3);
      const both = [server.client.subscribeToStream(name), server.client.subscribeToStream(name)];
      const told = both.map(async (subscription) => (await firstOf(5, subscription)).map(numberOf));
      await server.client.appendToStream(name, numbered(3, 2));
      return Promise.all(told);
    }),
  ],
};
