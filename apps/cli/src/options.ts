/** Options that several commands share, each checked as it is read. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Instant, instant } from '#domain/messages.js';
import type { StoreClient } from '#event-store/eventstoredb/eventstoredb.js';
import type { Position } from '#event-store/port/event-store.js';
import { POSITION_PATTERN, positionIn } from '#event-store/port/position-text.js';

export const eventStoreOption = (): Option =>
  new Option('--event-store <url>', 'esdb://…, as npm start prints it').env('EVENTSTORE_URL');

export const eventStoreClientOption = (): Option =>
  new Option('--event-store-client <client>', 'what speaks to it')
    .choices(['lean', 'official'] satisfies StoreClient[])
    .default('lean')
    .env('EVENTSTORE_CLIENT');

export const redisOption = (): Option =>
  new Option('--redis <url>', 'redis://…, as npm start prints it').env('REDIS_URL');

export const jsonOption = (): Option => new Option('--json', 'the answer as JSON').default(false);

/** What answers from the log: an event store, or an export of it. */
export const readsLog = (command: Command): Command =>
  command
    .option('--export <file>', 'a file that `export` wrote, instead of an event store; nothing else is needed')
    .addOption(eventStoreOption())
    .addOption(eventStoreClientOption())
    .addOption(jsonOption());

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

export function instantIn(text: string): Instant {
  const at = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time such as 2026-11-30T12:00:00Z.');
  return instant(at);
}

export function positionOf(text: string): Position {
  if (!POSITION_PATTERN.test(text)) throw new InvalidArgumentError('It must be a position such as 18231/18231.');
  return positionIn(text);
}

/** A whole number, `least` or more. */
export const countFrom =
  (least: number) =>
  (text: string): number => {
    const isCount = /^(0|[1-9]\d{0,14})$/.test(text) && Number(text) >= least;
    if (!isCount) throw new InvalidArgumentError(`It must be a whole number from ${least} on.`);
    return Number(text);
  };

/** Where to look at an account's past (rule 9.8). */
export const looksBack = (command: Command): Command =>
  command
    .addOption(
      new Option('--at <time>', 'what was recorded by then').argParser(instantIn).conflicts(['revision', 'position']),
    )
    .addOption(
      new Option('--revision <number>', 'what was recorded up to this entry')
        .argParser(countFrom(0))
        .conflicts('position'),
    )
    .addOption(
      new Option('--position <commit/prepare>', 'what was recorded up to this place in the log').argParser(positionOf),
    )
    .addOption(new Option('--effective <time>', 'what had happened by then: business time').argParser(instantIn));

export type PastOptions = {
  readonly at?: Instant;
  readonly revision?: number;
  readonly position?: Position;
  readonly effective?: Instant;
};

export const pastIn = ({ at, revision, position, effective }: PastOptions) => ({
  asOf: at,
  revision,
  position,
  effective,
});

export const example = (text: string): [position: 'after', text: string] => [
  'after',
  `\nExample: npm run cli -- ${text}`,
];
