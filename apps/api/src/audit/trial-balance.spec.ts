import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolve } from '#domain/account/evolve.js';
import { bucketAccount, heldAccount, overdraftAccount, pendingAccount } from '#domain/account/journal.js';
import { unopened } from '#domain/account/state.js';
import { type Amount, ZERO, isZero, negate } from '#domain/money.js';
import type { LedgerCut } from '#from-log/ledger/ledger-cut.js';
import { ACCOUNT_IDS, type LoggedEvent, type WholeLedger, arbitraryHistories, logAll } from './testing/whole-ledger.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { KeptBalances } from './kept-balances.js';
import { trialBalance } from './trial-balance.js';
import { placeIn } from './trial-balance-cursor.js';

const EVERYTHING = 10_000;

/** What the accounts' own states say of their customers' credits. */
function heldByCustomers(events: readonly LoggedEvent[]): ReadonlyMap<string, Amount> {
  const balances = new Map<string, Amount>();
  const note = (account: string, amount: Amount) => void (isZero(amount) || balances.set(account, amount));
  for (const accountId of ACCOUNT_IDS) {
    const state = events.reduce((so, each) => (each.accountId === accountId ? evolve(so, each.event) : so), unopened);
    for (const { bucketId, remaining, held, isPending } of state.buckets) {
      note((isPending ? pendingAccount : bucketAccount)(accountId, bucketId), remaining);
      note(heldAccount(accountId, bucketId), held);
    }
    note(overdraftAccount(accountId), negate(state.overdraft));
  }
  return balances;
}

const customersIn = ({ items }: { readonly items: readonly { account: string; balance: Amount }[] }) =>
  new Map(
    items
      .filter(({ account }) => account.startsWith('customers:') && !account.endsWith(':withdrawals'))
      .map(({ account, balance }) => [account, balance]),
  );

/** By position after an event, and by the time of its recording. */
function cutsAt({ events }: WholeLedger, pick: number): readonly [LedgerCut, readonly LoggedEvent[]][] {
  const nth = pick % events.length;
  const { event, position } = events[nth]!;
  const end = events.at(-1)!.position;
  return [
    [{ until: position, asOf: null, isFinal: true }, events.slice(0, nth + 1)],
    [
      { until: end, asOf: event.recordedAt, isFinal: true },
      events.filter((each) => each.event.recordedAt <= event.recordedAt),
    ],
  ];
}

describe('the trial balance', () => {
  it('sums to zero at every cut, and says of customers what their accounts say', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHistories, fc.nat(), async (histories, pick) => {
        const whole = await logAll(histories);
        for (const [cut, events] of cutsAt(whole, pick)) {
          const answer = await trialBalance(whole.store, cut, EVERYTHING);
          expect(answer.sum).toBe(ZERO);
          expect(customersIn(answer)).toEqual(heldByCustomers(events));
          expect(answer.items.some(({ balance }) => isZero(balance))).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has pages by name that are of one cut, whatever is recorded in between', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHistories, fc.nat(), fc.integer({ min: 1, max: 7 }), async (histories, pick, limit) => {
        const whole = await logAll(histories);
        for (const [cut] of cutsAt(whole, pick)) {
          const all = await trialBalance(whole.store, cut, EVERYTHING);
          let page = await trialBalance(whole.store, cut, limit);
          const items = [...page.items];
          while (page.nextCursor !== null) {
            const { account, ...place } = placeIn(page.nextCursor);
            page = await trialBalance(whole.store, { ...place, isFinal: true }, limit, account);
            items.push(...page.items);
            expect(page).toMatchObject({ position: all.position, asOf: all.asOf, sum: ZERO });
          }
          expect(items).toEqual(all.items);
          expect(items.map(({ account }) => account)).toEqual(items.map(({ account }) => account).toSorted());
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is read out of the log once for all pages of a cut, and again by a process that has kept nothing', async () => {
    const [histories = []] = fc.sample(arbitraryHistories, 1);
    const whole = await logAll(histories);
    let readings = 0;
    const store: EventStore = Object.assign(Object.create(whole.store) as EventStore, {
      readAll: (...asked: Parameters<EventStore['readAll']>) => (readings++, whole.store.readAll(...asked)),
    });
    const end = whole.events.at(-1)!;
    for (const asOf of [null, whole.events[Math.floor(whole.events.length / 2)]!.event.recordedAt]) {
      const cut = { until: end.position, asOf, isFinal: true };
      const all = await trialBalance(whole.store, cut, EVERYTHING);
      readings = 0;
      const kept = new KeptBalances();
      let page = await trialBalance(store, cut, 2, '', kept);
      const items = [...page.items];
      while (page.nextCursor !== null) {
        const { account, ...place } = placeIn(page.nextCursor);
        const next = { ...place, isFinal: true };
        page = await trialBalance(store, next, 2, account, kept);
        expect(await trialBalance(whole.store, next, 2, account)).toEqual(page);
        items.push(...page.items);
      }
      expect([items, readings]).toEqual([all.items, 1]);
    }
  });

  it('is empty where no account is', async () => {
    const { store } = await logAll([]);
    expect(await trialBalance(store, { until: null, asOf: null, isFinal: true }, 1)).toEqual({
      position: null,
      asOf: null,
      final: true,
      items: [],
      sum: ZERO,
      nextCursor: null,
    });
  });
});
