import { END, streamNameFilter, type Position } from '@eventstore/db-client';
import { acknowledge, leaveUnanswered, withGroup, withGroupOnAll, type Consumer } from '../../consuming.js';
import { line, type Chapter } from '../../contract-line.js';
import { range, until } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { numbered, numberOf } from '../../streams.js';

const total = (consumers: readonly Consumer[]): number =>
  consumers.reduce((sum, { received }) => sum + received.length, 0);

/** What two consumers with room for four get of some events, if they answer none. */
const shares = (server: ServerUnderContract, consumerStrategyName: string, count: number): Promise<number[][]> =>
  withGroup(server, { settings: { consumerStrategyName } }, async ({ client, name, consume }) => {
    const both = [await consume(leaveUnanswered, 4).confirmed(), await consume(leaveUnanswered, 4).confirmed()];
    await client.appendToStream(name, numbered(0, count));
    await until(() => total(both) === count);
    return both.map(({ numbers }) => numbers).toSorted(([a = 0], [b = 0]) => a - b);
  });

/** Numbers in turns in twelve streams whose names begin alike. */
async function spread({ client }: ServerUnderContract, prefix: string, from: number, to: number): Promise<Position> {
  let last: Position | undefined;
  for (const number of range(from, to))
    last = (await client.appendToStream(`${prefix}-${number % 12}`, numbered(number, 1))).position;
  if (!last) throw new Error('an append was answered without a position');
  return last;
}

const streamsOf = ({ received }: Consumer): Set<string> => new Set(received.map(({ event }) => event?.streamId ?? ''));

export const strategies: Chapter = {
  title: 'Persistent subscriptions: strategies and $all',
  lines: [
    line(
      'Round robin: in turn',
      [
        [0, 2, 4, 6],
        [1, 3, 5, 7],
      ],
      (server) => shares(server, 'RoundRobin', 8),
    ),
    line(
      'Dispatch to single: all to one, until it is full',
      [
        [0, 1, 2, 3],
        [4, 5],
      ],
      (server) => shares(server, 'DispatchToSingle', 6),
    ),
    line(
      'Pinned: a stream stays with its consumer, and both have streams',
      { inBoth: 0, streams: 12, areShared: true },
      async (server) => {
        const prefix = server.newStream('pinned');
        const filter = streamNameFilter({ prefixes: [prefix] });
        return withGroupOnAll(server, filter, { consumerStrategyName: 'Pinned' }, async (consume) => {
          const both = [await consume().confirmed(), await consume().confirmed()] as const;
          await spread(server, prefix, 0, 59);
          await until(() => total(both) === 60);
          const [one, other] = [streamsOf(both[0]), streamsOf(both[1])];
          const inBoth = [...one].filter((name) => other.has(name)).length;
          return { inBoth, streams: one.size + other.size, areShared: one.size > 0 && other.size > 0 };
        });
      },
    ),
    line(
      'On $all, by a filter: what is stored and what comes, in the order of the log',
      range(0, 29),
      async (server) => {
        const prefix = server.newStream('filtered');
        await spread(server, prefix, 0, 19);
        return withGroupOnAll(server, streamNameFilter({ prefixes: [prefix] }), {}, async (consume) => {
          const consumer = consume(acknowledge);
          await consumer.has(20);
          await spread(server, prefix, 20, 29);
          await consumer.has(30);
          return consumer.numbers;
        });
      },
    ),
    line('On $all, from a position, which is included, and from the end', [[5, 6, 7], [7]], async (server) => {
      const prefix = server.newStream('from');
      const filter = streamNameFilter({ prefixes: [prefix] });
      const startFrom = await spread(server, prefix, 0, 5);
      await spread(server, prefix, 6, 6);
      return withGroupOnAll(server, filter, { startFrom }, (consumeFrom) =>
        withGroupOnAll(server, filter, { startFrom: END }, async (consumeEnd) => {
          const both = [await consumeFrom().confirmed(), await consumeEnd().confirmed()] as const;
          await spread(server, prefix, 7, 7);
          await both[0].has(3);
          await both[1].has(1);
          return both.map(({ received }) => received.map(numberOf));
        }),
      );
    }),
  ],
};
