import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Amount, ZERO, add, negate, subtract, sum } from '../money.js';
import { histories } from '../testing/arbitraries.js';
import { play } from '../testing/simulation.js';
import {
  approveRequest,
  charge,
  close,
  complete,
  fail,
  promo,
  purchase,
  record,
  request,
  sweep,
  voiding,
} from '../testing/steps.js';
import { type Step, World, at, hours, opened } from '../testing/world.js';
import { entriesOf } from './entries.js';
import { ENTRY_TYPES } from './event-table.js';
import type { Entry } from './events.js';
import { evolve } from './evolve.js';
import { bucketAccount, heldAccount, overdraftAccount, pendingAccount, postingsOf } from './journal.js';
import { booksOf, bucketsMovedBy, changeOfTotal, grantsOf, movementsOf } from './movements.js';
import { type Account, unopened } from './state.js';

type Books = ReadonlyMap<string, Amount>;

/** Folds one entry into the state and posts it, and holds the two against each other. */
function post(account: Account, books: Books, entry: Entry): { account: Account; books: Books } {
  const posted = new Map(books);
  const movements = movementsOf(entry, booksOf(account.buckets));
  const postings = postingsOf(entry, account);
  expect(sum(postings.map((each) => each.amount))).toBe(ZERO);
  for (const { account: name, amount: part } of postings) posted.set(name, add(posted.get(name) ?? ZERO, part));
  const after = evolve(account, entry);
  agree(after, posted);
  expectNoOtherBucket(account, after, entry);
  expect(changeOfTotal(movements)).toBe(subtract(totalOf(after), totalOf(account)));
  for (const { nth: _, ...grant } of grantsOf(entry)) {
    expect(after.buckets.find(({ bucketId }) => bucketId === grant.bucketId)).toMatchObject(grant);
  }
  return { account: after, books: posted };
}

/** Of what is in effect, recorded: the balance's total without a look at any date. */
const totalOf = ({ buckets, overdraft }: Account): Amount =>
  subtract(sum(buckets.flatMap(({ isPending, remaining, held }) => (isPending ? [] : [remaining, held]))), overdraft);

/** The buckets that an entry changed are those that its movements name: nobody has to look at another. */
function expectNoOtherBucket(before: Account, after: Account, entry: Entry): void {
  for (const { bucketId, remaining } of after.buckets) {
    const known = before.buckets.find((bucket) => bucket.bucketId === bucketId);
    if (known?.remaining === remaining) continue;
    expect([bucketsMovedBy(entry)].flat()).toContain(bucketId);
  }
}

function agree({ accountId, buckets, overdraft }: Account, books: Books): void {
  const open = new Map([...books].filter(([name, balance]) => name.startsWith('customers:') && balance !== ZERO));
  for (const { bucketId, isPending, remaining, held } of buckets) {
    const ofHolds = heldAccount(accountId, bucketId);
    expect([ofHolds, open.get(ofHolds) ?? ZERO]).toEqual([ofHolds, held]);
    open.delete(ofHolds);
    const name = (isPending ? pendingAccount : bucketAccount)(accountId, bucketId);
    expect([name, open.get(name) ?? ZERO]).toEqual([name, remaining]);
    open.delete(name);
  }
  expect(open.get(overdraftAccount(accountId)) ?? ZERO).toBe(negate(overdraft));
  open.delete(overdraftAccount(accountId));
  open.delete(`customers:${accountId}:withdrawals`);
  expect([...open]).toEqual([]);
}

/** The books of an account that the steps have happened to; accounts without a balance are left out. */
function booksAfter(...steps: readonly Step[]): Readonly<Record<string, Amount>> {
  const world = new World();
  for (const step of [opened(), ...steps]) world.do(step);
  expect(world.refusal).toBeUndefined();
  let state = { account: unopened, books: new Map() as Books };
  for (const entry of world.written.flatMap(entriesOf)) state = post(state.account, state.books, entry);
  return Object.fromEntries([...state.books].filter(([, balance]) => balance !== ZERO));
}

const TAG = 'a1b2c3d4e5f6';

describe('the journal', () => {
  it('posts every entry with a sum of zero, and its accounts equal the buckets and the overdraft', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(histories(40), (history) => {
        let books: Books = new Map();
        for (const { before, entries } of play(history)) {
          let account = before;
          for (const entry of entries.flatMap(entriesOf)) {
            ({ account, books } = post(account, books, entry));
            seen.add(entry.type);
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(ENTRY_TYPES.filter((type) => !seen.has(type))).toEqual([]);
  });

  it('keeps a grant of the future out of the buckets until it becomes effective', () => {
    const granted = promo('A', '5', { source: 'support', effective: hours(1) });
    const promised = { 'promotions:support': '-5.00', [`customers:team-1:pending:bkt-${TAG}-2`]: '5.00' };
    expect(booksAfter(granted)).toEqual(promised);
    const spendable = { 'promotions:support': '-5.00', [`customers:team-1:bucket:bkt-${TAG}-2`]: '5.00' };
    expect(booksAfter(granted, at(hours(1), sweep))).toEqual(spendable);
    const lapsed = { 'promotions:support': '-5.00', 'lapsed:promo': '5.00' };
    expect(booksAfter(granted, voiding('A'))).toEqual(lapsed);
    expect(booksAfter(granted, close())).toEqual(lapsed);
  });

  it('writes what no bucket paid as debt, and its repayment out of the bucket that came', () => {
    const indebted = record('3', { product: 'vm' });
    expect(booksAfter(indebted)).toEqual({ 'customers:team-1:overdraft': '-3.00', 'usage:vm': '3.00' });
    expect(booksAfter(indebted, purchase('P', '10'))).toEqual({
      [`customers:team-1:bucket:bkt-${TAG}-5`]: '7.00',
      'sales:prepaid': '-10.00',
      'usage:vm': '3.00',
    });
  });

  it('keeps ledger accounts apart, whatever characters ids and products have', () => {
    expect(overdraftAccount('a:b|c@d+e')).toBe('customers:a%3Ab%7Cc%40d%2Be:overdraft');
    expect(overdraftAccount('acme:bucket')).not.toBe(bucketAccount('acme', 'overdraft'));
    expect(booksAfter(record('3', { product: 'vm:h100/é' }))).toEqual({
      'customers:team-1:overdraft': '-3.00',
      'usage:vm%3Ah100%2F%C3%A9': '3.00',
    });
  });

  it('sells the credits of an approved request when they are paid for', () => {
    const approved = [request('R', '20'), approveRequest('R', { paid: false })];
    expect(booksAfter(...approved)).toMatchObject({ 'sales:unpaid': '-20.00' });
    expect(booksAfter(...approved, complete('R'))).toEqual({
      [`customers:team-1:bucket:bkt-${TAG}-3`]: '20.00',
      'sales:prepaid': '-20.00',
    });
  });

  it('takes back what was sold on credit when it is never paid, spent or not', () => {
    const spent = [request('R', '20'), approveRequest('R', { paid: false }), charge('5', { product: 'vm' })];
    expect(booksAfter(...spent, fail('R'))).toEqual({ 'customers:team-1:overdraft': '-5.00', 'usage:vm': '5.00' });
  });
});
