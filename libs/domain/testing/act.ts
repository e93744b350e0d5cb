/**
 * One step of a random history: a command in terms of what is there by then ("the third bucket", "a minute from now"),
 * so that a history stays meaningful when fast-check takes steps out of it.
 */
import fc from 'fast-check';
import type { AccountCommand } from '../account/decider.js';
import { type Instant, instant } from '../messages.js';
import { amount } from '../money.js';
import type { Data } from './model-rules.js';
import type { Model } from './model-state.js';

export const TAG = 'a1b2c3d4e5f6';

/** `OpenAccount` begins each history, and is no step of it. */
export type ActType = Exclude<AccountCommand['type'], 'OpenAccount'>;
export type Act = { readonly type: ActType; readonly fields: object };

/** What the account has when the step comes: `id` picks one of the targets, or one that is not there. */
export type Circumstances = {
  readonly model: Model;
  readonly now: number;
  readonly id: (which: number, prefix: string) => string;
};

export type ActRecord<T extends ActType, Fields extends object = never> = {
  /** How often it comes, beside the others. */
  readonly weight: number;
  readonly fields: fc.Arbitrary<Fields>;
  readonly data: (fields: Fields, circumstances: Circumstances) => Data<T>;
  /** The ids that it may be about: mostly of what is still open (`isAny`: of all). */
  readonly targets?: (model: Model, isAny: boolean) => readonly string[];
  /** Where it finds nothing to act on, what would make it so: histories would be dull otherwise. */
  readonly preparation?: (model: Model) => Act | null;
};
export type Acts<T extends ActType> = { readonly [K in T]: ActRecord<K> };

/** Checks the fields of one record against each other, and forgets what they are. */
export const act = <T extends ActType, Fields extends object>(record: ActRecord<T, Fields>): ActRecord<T> =>
  record as unknown as ActRecord<T>;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const which = fc.nat(19);
export const oneOf = fc.record({ which });
export const none = fc.constant({});

/** "12.5" as 10^18 units: a decimal of so many places. */
export const decimal = (units: bigint, decimals: number): string =>
  `${units / 10n ** BigInt(decimals)}.${String(10n ** BigInt(decimals) + (units % 10n ** BigInt(decimals))).slice(1)}`;

export const smallAmount = fc
  .constantFrom('0.01', '1', '2.5', '3', '5', '7.77', '10', '12', '20', '0.333333333333333333')
  .map(amount);
export const anyAmount = fc.oneof(
  { weight: 8, arbitrary: smallAmount },
  {
    weight: 1,
    arbitrary: fc.constantFrom('0.000000000000000001', '0.10', '999999999999.999999999999999999').map(amount),
  },
  { weight: 2, arbitrary: fc.bigInt(1n, 30n * 10n ** 18n).map((units) => amount(decimal(units, 18))) },
);

export const span = fc.constantFrom(1, MINUTE, 5 * MINUTE, HOUR, DAY, 7 * DAY, 30 * DAY);
export const maybe = <T>(value: fc.Arbitrary<T>, absent = 1): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
export const rarely = fc.nat(15).map((n) => n === 15);

/** What a client adds for its own eyes: nothing is decided by it. */
type Labels = { readonly resourceId?: string; readonly description?: string; readonly metadata?: { project: string } };
export const labels = fc.constantFrom<Labels>(
  {},
  {},
  { resourceId: 'vm-1', description: 'A deployment', metadata: { project: 'chat' } },
);

/** What is null is absent. */
export const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], null> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as never;
export const inTime = (now: number, ms: number | null): Instant | null => (ms === null ? null : instant(now + ms));

export const idsOf = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id).reverse();

/** A completed purchase, where a step needs one. */
export const buying = (terms: object = {}): Act => ({
  type: 'PurchasePrepaid',
  fields: { amount: amount('12.5'), isOfDebt: false, method: 'usdc', isCompleted: true, bonus: null, ...terms },
});
