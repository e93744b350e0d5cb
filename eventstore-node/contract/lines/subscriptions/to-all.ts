import { END, streamNameFilter, type AllStreamResolvedEvent as Received, type Position } from '@eventstore/db-client';
import { line, type Chapter } from '../../contract-line.js';
import { firstOf, firstOfWhileLive, positionsOf } from '../../following.js';
import { collect, range, rises } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { numbered, numberOf } from '../../streams.js';

/** Numbers in turns in three streams whose names begin alike, and where each went. */
async function spread({ client, newStream }: ServerUnderContract, count: number) {
  const prefix = newStream('spread-');
  const answered: Position[] = [];
  const write = async (number: number) => {
    const { position } = await client.appendToStream(`${prefix}-${number % 3}`, numbered(number, 1));
    answered.push(position as Position);
  };
  for (let number = 0; number < count; number++) await write(number);
  return { client, prefix, write, answered, filter: streamNameFilter({ prefixes: [prefix] }) };
}

export const subscriptionsToAll: Chapter = {
  title: 'Subscriptions to $all',
  lines: [
    line('From a position, which is left out: all that follows, then what comes', range(1, 14), async (server) => {
      const { client, answered, filter, write } = await spread(server, 12);
      const subscription = client.subscribeToAll({ fromPosition: answered[0] as Position, filter });
      const comes = async () => {
        for (const number of range(12, 14)) await write(number);
      };
      return (await firstOfWhileLive(14, subscription, comes)).map(numberOf);
    }),
    line('From the start: the same events in the same order', range(0, 11), async (server) => {
      const { client, filter } = await spread(server, 12);
      return (await firstOf(12, client.subscribeToAll({ filter }))).map(numberOf);
    }),
    line('From the end: only what comes', range(12, 14), async (server) => {
      const { client, filter, write } = await spread(server, 12);
      const comes = async () => {
        for (const number of range(12, 14)) await write(number);
      };
      return (await firstOfWhileLive(3, client.subscribeToAll({ fromPosition: END, filter }), comes)).map(numberOf);
    }),
    line('From a position beyond the end: what comes, too', range(12, 14), async (server) => {
      const { client, answered, filter, write } = await spread(server, 12);
      const far = (answered.at(-1) as Position).commit + 10n ** 12n;
      const comes = async () => {
        for (const number of range(12, 14)) await write(number);
      };
      const subscription = client.subscribeToAll({ fromPosition: { commit: far, prepare: far }, filter });
      return (await firstOfWhileLive(3, subscription, comes)).map(numberOf);
    }),
    line('Append, read and subscription tell the same positions', [true, true, true], async (server) => {
      const { client, answered, filter, prefix } = await spread(server, 12);
      const told = positionsOf(await firstOf(12, client.subscribeToAll({ filter })));
      const [first] = answered;
      const read = await collect(client.readAll({ fromPosition: first as Position, maxCount: 500 }));
      const found = positionsOf(read.filter(({ event }) => event?.streamId.startsWith(prefix)));
      return [told.join() === answered.map(({ commit }) => commit).join(), told.join() === found.join(), rises(told)];
    }),
    line('Without a filter it tells what a read of $all tells', true, async (server) => {
      const { client, answered } = await spread(server, 12);
      const [first] = answered;
      const read = await collect(client.readAll({ fromPosition: first as Position, maxCount: 500 }));
      const behind = positionsOf(read).slice(1);
      const told = await firstOf(behind.length, client.subscribeToAll({ fromPosition: first as Position }));
      return positionsOf(told).join() === behind.join();
    }),
    line(
      'Across reconnects at every position, while appends go on: nothing lost, nothing twice',
      range(0, 59),
      async (server) => {
        const { client, answered, filter, write } = await spread(server, 1);
        const appending = async () => {
          for (const number of range(1, 59)) await write(number);
        };
        const seen = [0];
        const reconnecting = async () => {
          for (let fromPosition = answered[0] as Position; seen.length < 60;) {
            const [next] = (await firstOf(1, client.subscribeToAll({ fromPosition, filter }))) as [Received];
            seen.push(numberOf(next));
            fromPosition = next.event?.position as Position;
          }
        };
        await Promise.all([appending(), reconnecting()]);
        return seen;
      },
    ),
  ],
};
