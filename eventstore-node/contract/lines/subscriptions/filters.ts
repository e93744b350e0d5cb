import {
  BACKWARDS,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  streamNameFilter,
  type EventStoreDBClient,
  type Filter,
  type Position,
} from '@eventstore/db-client';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { caughtUp, firstOf, firstOfWhileLive, positionsOf } from '../../following.js';
import { collect, isRefused, range, rises } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { numbered, numberOf } from '../../streams.js';

/** Forty events: stream names end in odd or even, types in Third (0, 3, 6 …) or Plain. */
async function forty({ client, newStream }: ServerUnderContract) {
  const run = newStream('filtered');
  const write = (number: number) =>
    client.appendToStream(
      `${run}-${number % 2 ? 'odd' : 'even'}`,
      numbered(number, 1, `${run}.${number % 3 ? 'Plain' : 'Third'}`),
    );
  for (const number of range(0, 39)) await write(number);
  return { client, run, write };
}

const filters: readonly (readonly [
  says: string,
  filter: (run: string) => Filter,
  matches: (number: number) => boolean,
])[] = [
  ['Stream names by prefix', (run) => streamNameFilter({ prefixes: [`${run}-odd`] }), (number) => number % 2 === 1],
  [
    'Stream names by several prefixes',
    (run) => streamNameFilter({ prefixes: [`${run}-odd`, `${run}-ev`] }),
    () => true,
  ],
  [
    'Stream names by expression',
    (run) => streamNameFilter({ regex: `^${run}-(even|none)$` }),
    (number) => number % 2 === 0,
  ],
  [
    'Types by prefix',
    (run) => eventTypeFilter({ prefixes: [`${run}.none`, `${run}.Th`] }),
    (number) => number % 3 === 0,
  ],
  [
    'Types by expression in whatever case, as .NET has it',
    (run) => eventTypeFilter({ regex: `(?i)^${run}\\.THIRD$` }),
    (number) => number % 3 === 0,
  ],
  ['Types by expression', (run) => eventTypeFilter({ regex: `^${run}\\.P` }), (number) => number % 3 !== 0],
];

const byFilter = filters.map(([says, filter, matches]): ContractLine =>
  line(`${says}: what is stored and what comes`, range(0, 45).filter(matches), async (server) => {
    const { client, run, write } = await forty(server);
    const comes = async () => {
      for (const number of range(40, 45)) await write(number);
    };
    const count = range(0, 45).filter(matches).length;
    return (await firstOfWhileLive(count, client.subscribeToAll({ filter: filter(run) }), comes)).map(numberOf);
  }),
);

/** Lets nothing through, and tells checkpoints. */
const nothing = (checkpointReached: (position: Position) => void) =>
  eventTypeFilter({
    prefixes: ['nothing-is-called-so'],
    maxSearchWindow: 5,
    checkpointInterval: 2,
    checkpointReached: async (_subscription, position) => checkpointReached(position),
  });

/** Follows from `fromPosition` with a filter that lets nothing through, and notes checkpoints, until it is caught up. */
async function checkpointsOf(client: EventStoreDBClient, fromPosition: Position): Promise<Position[]> {
  const told: Position[] = [];
  const subscription = client.subscribeToAll({ fromPosition, filter: nothing((position) => told.push(position)) });
  subscription.resume();
  await caughtUp(subscription);
  await subscription.unsubscribe();
  return told;
}

/** A hundred events searched, ten to a checkpoint; the server may leave the last ones to the live part. */
const checkpoints = line(
  'What a filter leaves out, checkpoints tell: about one for each interval, rising, behind the start and up to the end',
  { isOften: true, isNotTooOften: true, rise: true, areWithin: true },
  async ({ client, newStream }) => {
    const name = newStream();
    const { position: from } = await client.appendToStream(name, numbered(0, 1));
    if (!from) return 'an append without a position';
    for (const number of range(1, 100)) await client.appendToStream(name, numbered(number, 1));
    const told = await checkpointsOf(client, from);
    const end = positionsOf(await collect(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })))[0];
    return {
      isOften: told.length >= 8,
      isNotTooOften: told.length <= 20,
      rise: rises(told.map(({ commit }) => commit)),
      areWithin: told.every(({ commit }) => commit >= from.commit && commit <= (end as bigint)),
    };
  },
);

const liveCheckpoints = line('While live, checkpoints come too', true, async ({ client, newStream }) => {
  const name = newStream();
  let told: (checkpoint: Position) => void = () => undefined;
  const first = new Promise<Position>((resolve) => (told = resolve));
  const subscription = client.subscribeToAll({ fromPosition: END, filter: nothing((checkpoint) => told(checkpoint)) });
  subscription.resume();
  await caughtUp(subscription);
  const { position } = await client.appendToStream(name, numbered(0, 1));
  for (const number of range(1, 40)) await client.appendToStream(name, numbered(number, 1));
  const { commit } = await first;
  await subscription.unsubscribe();
  return position !== undefined && commit >= position.commit;
});

const resuming = line('From each checkpoint every later match is found', true, async (server) => {
  const { client, run } = await forty(server);
  const filter = streamNameFilter({ prefixes: [`${run}-odd`] });
  const [first] = await firstOf(1, client.subscribeToAll({ filter: streamNameFilter({ prefixes: [run] }) }));
  const told = await checkpointsOf(client, first?.event?.position as Position);
  const matches = positionsOf(await firstOf(20, client.subscribeToAll({ filter })));
  for (const fromPosition of told.filter(({ commit }) => commit < (matches.at(-1) as bigint))) {
    const later = matches.filter((each) => each > fromPosition.commit);
    const found = positionsOf(await firstOf(later.length, client.subscribeToAll({ fromPosition, filter })));
    if (found.join() !== later.join())
      return `from ${fromPosition.commit} other events than ${later.join()}: ${found.join()}`;
  }
  return told.length > 0;
});

export const filteredSubscriptions: Chapter = {
  title: 'Filtered subscriptions',
  lines: [
    ...byFilter,
    line('Without system events: metadata are left out', range(0, 3), async ({ client, newStream }) => {
      const name = newStream();
      const { position } = await client.appendToStream(newStream(), numbered(0, 1));
      await client.appendToStream(name, numbered(0, 2));
      await client.setStreamMetadata(name, { maxCount: 100 });
      await client.appendToStream(name, numbered(2, 2));
      const subscription = client.subscribeToAll({ fromPosition: position as Position, filter: excludeSystemEvents() });
      return (await firstOf(4, subscription)).map(numberOf);
    }),
    checkpoints,
    liveCheckpoints,
    resuming,
    line('An expression that is none is refused', true, ({ client }) =>
      isRefused(collect(client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) }))),
    ),
  ],
};
