/** What a scenario may expect. Each checks all of what it is about: a charge's allocation in full and in order. */
import { expect } from '@jest/globals';
import { type Balance, balanceOf } from '../account/balance.js';
import type { AccountEvent, AccountEventType, AllocationLine, ChargeLine } from '../account/events.js';
import type { AccountStatus, Bucket } from '../account/state.js';
import type { ErrorCode } from '../errors.js';
import { amount } from '../money.js';
import { shown, units } from './model-state.js';
import { type Age, type Expectation, type World, instantOf } from './scenario.js';

/** Amounts by the label of their bucket, in order. */
type Amounts = Readonly<Record<string, string>>;

const amounts = (expected: Amounts) => Object.entries(expected).map(([label, text]) => `${label} ${amount(text)}`);
const seen = (world: World, lines: readonly AllocationLine[]) =>
  lines.map((line) => `${world.labelOf(line.bucketId)} ${line.amount}`);
const signed = (text: string): string => shown(text.startsWith('-') ? -units(text.slice(1)) : units(text));

function last<T extends AccountEventType>(world: World, type: T): Extract<AccountEvent, { type: T }> {
  expect(world.refusal).toBeUndefined();
  const entry = world.written.findLast((each) => each.type === type);
  if (!entry) throw new Error(`No ${type} was written, but ${world.written.map((each) => each.type).join(', ')}`);
  return entry as Extract<AccountEvent, { type: T }>;
}

/** Which buckets paid for the last charge, in order, and what none of them covered. */
export const paid =
  (expected: Amounts, overdraft = '0'): Expectation =>
  (world) => {
    const [line] = last(world, 'UsageCharged').data.lines;
    expect(seen(world, line?.allocation ?? [])).toEqual(amounts(expected));
    expect(line?.overdraft).toBe(amount(overdraft));
  };

/** What the last hold set aside of which bucket, in order. */
export const held =
  (expected: Amounts): Expectation =>
  (world) =>
    expect(seen(world, last(world, 'HoldPlaced').data.allocation)).toEqual(amounts(expected));

/** What the last capture took of which bucket, in order. */
export const captured =
  (expected: Amounts): Expectation =>
  (world) =>
    expect(seen(world, last(world, 'HoldCaptured').data.allocation)).toEqual(amounts(expected));

/** The line of the last charge says this. */
export const charged =
  (expected: { readonly [K in keyof ChargeLine]?: ChargeLine[K] | undefined }): Expectation =>
  (world) => {
    const line: Readonly<Record<string, unknown>> = last(world, 'UsageCharged').data.lines[0] ?? {};
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, line[name]]))).toEqual(expected);
  };

/** What the last refund gave back to which bucket, last paid first, and how much debt it gave up. */
export const returned =
  (expected: Amounts, overdraft = '0'): Expectation =>
  (world) => {
    const { data } = last(world, 'UsageRefunded');
    expect(seen(world, data.allocation)).toEqual(amounts(expected));
    expect(data.overdraft).toBe(amount(overdraft));
  };

/** What the last repayment of overdraft took from which bucket, charge by charge. */
export const repaid =
  (expected: Readonly<Record<string, Amounts>>): Expectation =>
  (world) => {
    const { repayments } = last(world, 'OverdraftRepaid').data;
    const found = repayments.map(({ revision, from }) => [chargeLabel(world, revision), seen(world, from)]);
    expect(found).toEqual(Object.entries(expected).map(([charge, from]) => [charge, amounts(from)]));
  };

function chargeLabel(world: World, revision: number): string {
  const entry = world.log.get(revision);
  return entry?.type === 'UsageCharged' ? world.labelOf(entry.data.lines[0]?.transactionId ?? '') : '';
}

/** What was set aside for the last withdrawal. */
export const setAside =
  (expected: Amounts): Expectation =>
  (world) =>
    expect(seen(world, last(world, 'WithdrawalRequested').data.allocation)).toEqual(amounts(expected));

/** The last entry of a type carries this. */
export const wrote =
  <T extends AccountEventType>(type: T, data: Partial<Extract<AccountEvent, { type: T }>['data']>): Expectation =>
  (world) =>
    expect(last(world, type).data).toMatchObject(data);

/** Exactly these entries were written, in this order. */
export const happened =
  (...types: AccountEventType[]): Expectation =>
  (world) => {
    expect(world.refusal).toBeUndefined();
    expect(world.written.map((entry) => entry.type)).toEqual(types);
  };

/** The business time of each entry that was written. */
export const effective =
  (...ages: Age[]): Expectation =>
  (world) =>
    expect(world.written.map((entry) => entry.effectiveAt)).toEqual(ages.map(instantOf));

/** Refused by its last step, which wrote nothing, whatever else had fallen due. */
export const refused =
  (code: ErrorCode, details: Readonly<Record<string, unknown>> = {}): Expectation =>
  (world) => {
    expect(world.refusal?.code).toBe(code);
    expect({ field: world.refusal?.field, ...world.refusal?.details }).toMatchObject(details);
    expect(world.written).toEqual([]);
  };

type Amounted = 'total' | 'available' | 'held' | 'overdraft' | 'withdrawable';
type Expected = { readonly [K in Amounted]?: string } & Partial<Omit<Balance, Amounted>>;

export const balance =
  (expected: Expected): Expectation =>
  (world) => {
    const found = balanceOf(world.account, instantOf(world.now));
    const wanted = Object.entries(expected).map(([name, value]) => [
      name,
      typeof value === 'string' && isAmount(name) ? signed(value) : value,
    ]);
    expect(found).toMatchObject(Object.fromEntries(wanted));
    expect(found.revision).toBe(world.log.size);
  };

/** The total after each entry that was written: no entry may hide what the next one moves. */
export const totals =
  (...expected: string[]): Expectation =>
  (world) =>
    expect(world.states.map((state) => balanceOf(state, instantOf(world.now)).total)).toEqual(expected.map(signed));

const isAmount = (name: string): boolean => ['total', 'available', 'held', 'overdraft', 'withdrawable'].includes(name);

/** What every bucket still has, in the order of their grants; those that left the state have nothing. */
export const left =
  (expected: Amounts): Expectation =>
  (world) => {
    const has = world.account.buckets.filter((bucket) => bucket.remaining !== '0.00');
    expect(has.map((bucket) => `${world.labelOf(bucket.bucketId)} ${bucket.remaining}`)).toEqual(amounts(expected));
  };

/** What expired, in the order in which it was written: bucket and amount. */
export const lapsed =
  (...expected: string[]): Expectation =>
  (world) => {
    const expiries = world.written.filter((entry) => entry.type === 'BucketExpired');
    expect(expiries.map(({ data }) => `${world.labelOf(data.bucketId)} ${data.amount}`)).toEqual(expected);
  };

/** A bucket is as described. */
export const has =
  (label: string, expected: Partial<Bucket>): Expectation =>
  (world) =>
    expect(world.account.buckets.find((bucket) => world.labelOf(bucket.bucketId) === label)).toMatchObject(expected);

/** Open debts, oldest first, by the label of their charge. */
export const owed =
  (expected: Amounts): Expectation =>
  (world) =>
    expect(world.account.debts.map((debt) => `${world.labelOf(debt.transactionId)} ${debt.amount}`)).toEqual(
      amounts(expected),
    );

/** The account's status, and until when grace lasts. */
export const is =
  (status: AccountStatus, deadline?: Age): Expectation =>
  (world) => {
    expect(world.account.status).toBe(status);
    expect(world.account.graceDeadline).toBe(deadline === undefined ? undefined : instantOf(deadline));
  };

/** The resources that run, with those that are out of reach in brackets. */
export const runs =
  (...expected: string[]): Expectation =>
  (world) => {
    const found = Object.values(world.account.resources);
    expect(found.map(({ resourceId, isAccessible }) => (isAccessible ? resourceId : `(${resourceId})`))).toEqual(
      expected,
    );
  };
