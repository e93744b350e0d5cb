import {
  BACKWARDS,
  END,
  START,
  streamNameFilter,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
  type Position,
} from '@eventstore/db-client';
import { park, withGroupOnAll } from '../../consuming.js';
import { either, line, type Chapter } from '../../contract-line.js';
import { positionsOf } from '../../following.js';
import { collect, isRefused, NO_ANSWER, orNoAnswer, range, rises, until } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { inAllFrom, numbered, numberOf } from '../../streams.js';

/** Twelve events in turns in two streams, an append each, and where each went. */
async function twelve(server: ServerUnderContract) {
  const { client, newStream } = server;
  const streams = [newStream('odd'), newStream('even')] as const;
  const answered: Position[] = [];
  for (let number = 0; number < 12; number++) {
    const { position } = await client.appendToStream(streams[number % 2 ? 0 : 1], numbered(number, 1));
    if (!position) throw new Error('an append was answered without a position');
    answered.push(position);
  }
  const isOurs = (name: string) => streams.includes(name);
  return { client, answered, isOurs, first: answered[0] as Position, sixth: answered[5] as Position };
}

const numbersOf = (events: readonly AllStreamResolvedEvent[], isOurs: (name: string) => boolean) =>
  events.filter(({ event }) => event && isOurs(event.streamId)).map(numberOf);

/** Where each event says it is, if it says so twice: by itself and by its resolved form. */
const agree = ({ event, commitPosition }: AllStreamResolvedEvent) =>
  event?.position?.commit === commitPosition && event?.position?.commit === event?.position?.prepare;

/** A place that no log reaches before the line is done. */
async function beyondTheEnd(client: EventStoreDBClient): Promise<Position> {
  const [last] = await collect(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }));
  const far = (last?.event?.position?.commit ?? 0n) + 10n ** 12n;
  return { commit: far, prepare: far };
}

export const readsOfAll: Chapter = {
  title: 'Reads of $all',
  lines: [
    line(
      'Forwards from a position, which is included: the events of all streams in the order of their appends',
      range(5, 11),
      async (server) => {
        const { client, sixth, isOurs } = await twelve(server);
        return numbersOf(await inAllFrom(client, sixth, isOurs), isOurs);
      },
    ),
    line('Each is where its append was answered to be; commit is prepare', [true, true, true], async (server) => {
      const { client, answered, first, isOurs } = await twelve(server);
      const found = await inAllFrom(client, first, isOurs);
      const isSame = positionsOf(found).join() === answered.map(({ commit }) => commit).join();
      return [isSame, rises(positionsOf(found)), found.every(agree)];
    }),
    line('Backwards from a position, which is left out', range(4, 0), async (server) => {
      const { client, sixth, isOurs } = await twelve(server);
      const before = await collect(client.readAll({ fromPosition: sixth, direction: BACKWARDS, maxCount: 100 }));
      return numbersOf(before, isOurs);
    }),
    line('Backwards from the end, the last ones first', range(11, 0), async (server) => {
      const { client, isOurs } = await twelve(server);
      const last = await collect(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 100 }));
      return numbersOf(last, isOurs);
    }),
    line('Forwards from the end: nothing that was there', [], async (server) => {
      const { client, isOurs } = await twelve(server);
      return numbersOf(await collect(client.readAll({ fromPosition: END, maxCount: 100 })), isOurs);
    }),
    line('Backwards from the start: nothing', [], ({ client }) =>
      collect(client.readAll({ fromPosition: START, direction: BACKWARDS, maxCount: 100 })),
    ),
    line('From beyond the end: nothing forwards, backwards it is refused', [[], true], async ({ client }) => {
      const fromPosition = await beyondTheEnd(client);
      const forwards = await collect(client.readAll({ fromPosition, maxCount: 100 }));
      return [
        forwards,
        await isRefused(collect(client.readAll({ fromPosition, direction: BACKWARDS, maxCount: 100 }))),
      ];
    }),
    line(
      'As many as asked for, both ways, positions rising from the start and falling from the end',
      [10, true, 10, true],
      async (server) => {
        const { client } = await twelve(server);
        const first = positionsOf(await collect(client.readAll({ maxCount: 10 })));
        const last = positionsOf(
          await collect(client.readAll({ maxCount: 10, fromPosition: END, direction: BACKWARDS })),
        );
        return [first.length, rises(first), last.length, rises(last.toReversed())];
      },
    ),
    line(
      'From each position: forwards with it, backwards without',
      [range(0, 11), range(0, 11).map((number) => number - 1)],
      async (server) => {
        const { client, answered, isOurs } = await twelve(server);
        const next: number[] = [];
        const before: number[] = [];
        for (const fromPosition of answered) {
          next.push(numbersOf(await inAllFrom(client, fromPosition, isOurs), isOurs)[0] as number);
          const backwards = await collect(client.readAll({ fromPosition, direction: BACKWARDS, maxCount: 50 }));
          before.push(numbersOf(backwards, isOurs)[0] ?? -1);
        }
        return [next, before];
      },
    ),
    line('A count of 0 is refused, or never answered', either(true, NO_ANSWER), ({ client }) =>
      orNoAnswer(isRefused(collect(client.readAll({ maxCount: 0 })))),
    ),
    line(
      'It holds what the server writes itself: metadata, soft deletes and tombstones, and the events that they hide',
      [
        'stream Numbered 0',
        '$$stream $metadata 0',
        '$$stream $metadata 1',
        'stream $streamDeleted 9223372036854775807',
      ],
      async (server) => {
        const { client, newStream } = server;
        const name = newStream();
        const { position } = await client.appendToStream(name, numbered(0, 1));
        await client.setStreamMetadata(name, { maxCount: 5 });
        await client.deleteStream(name);
        await client.tombstoneStream(name);
        const found = await inAllFrom(client, position as Position, (stream) => stream.endsWith(name));
        return found.map(({ event }) => `${event?.streamId.replace(name, 'stream')} ${event?.type} ${event?.revision}`);
      },
    ),
    line('What a group on $all parks is in its own stream, and not there', [1, 0], async (server) => {
      const { client, newStream } = server;
      const name = newStream('to-be-parked');
      const { position } = await client.appendToStream(name, numbered(0, 1));
      return withGroupOnAll(server, streamNameFilter({ prefixes: [name] }), {}, async (consume, group) => {
        const own = `$persistentsubscription-$all::${group}-parked`;
        const parked = () => collect(client.readStream(own)).catch(() => []);
        consume(park);
        await until(async () => (await parked()).length > 0);
        const found = await inAllFrom(client, position as Position, (stream) => stream === own);
        return [(await parked()).length, found.length];
      });
    }),
  ],
};
