import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, shifted } from '#domain/messages.js';
import { type Amount, ZERO, add, amount, isZero, negate } from '#domain/money.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { positionText } from '#event-store/port/position-text.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { Keeper, type Leaf } from '#proof/keeper.js';
import { isOfLedger, leafOf } from '#proof/leaves.js';
import { keyPair } from '#proof/testing/a-log.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { trialBalance } from '../audit/trial-balance.js';
import { append, logged } from '#from-log/testing/logged.js';
import { placesOf } from './statement-csv.js';
import { jsonOf } from './statement-json.js';
import type { StatementBalance, StatementItem, StatementPart } from './statement-view.js';
import { type StatementPeriod, statementOf } from './statement.js';

const HOUR = 3_600_000;

async function sourcesOf(ledger: Ledger, store = new MemoryEventStore(), events = ledger.events) {
  return {
    store,
    log: await logged(ledger.accountId, events, () => ledger.now, store),
    checkpoints: new CheckpointLog(store),
  };
}
type Sources = Awaited<ReturnType<typeof sourcesOf>>;

async function whole(sources: Sources, { accountId }: Ledger, period: StatementPeriod) {
  const { head, items, closing } = await statementOf(sources, accountId, period);
  return { head, items: await all(items), closing };
}

async function textOf(sources: Sources, { accountId }: Ledger, period: StatementPeriod): Promise<string> {
  return (await all(jsonOf(await statementOf(sources, accountId, period)))).join('');
}

const nameOf = ({ bucketId, part }: StatementPart): string => `${bucketId ?? 'account'} ${part}`;

/** What each place has, those with nothing left out. */
function standing(parts: Iterable<StatementPart>): Record<string, Amount> {
  const sums: Record<string, Amount> = {};
  for (const part of parts) sums[nameOf(part)] = add(sums[nameOf(part)] ?? ZERO, part.amount);
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => !isZero(amount)));
}

/** As the trial balance names the places of a customer: debt is below zero there. */
const inTheBooks = (balance: StatementBalance, accountId: string): Record<string, Amount> =>
  Object.fromEntries(
    [...placesOf(balance)]
      .filter(({ amount }) => !isZero(amount))
      .map(({ bucketId, part, amount }) => {
        if (part === 'overdraft') return [`customers:${accountId}:overdraft`, negate(amount)];
        if (part === 'withdrawals') return [`customers:${accountId}:withdrawals`, amount];
        return [`customers:${accountId}:${part === 'remaining' ? 'bucket' : part}:${bucketId}`, amount];
      }),
  );

async function booksAt(store: EventStore, accountId: string, asOf: Instant): Promise<Record<string, Amount>> {
  const cut = { until: await endOfAccounts(store), asOf, isFinal: true };
  const { items } = await trialBalance(store, cut, 10_000);
  const own = items.filter(({ account }) => account.startsWith(`customers:${accountId}:`));
  return Object.fromEntries(own.map(({ account, balance }) => [account, balance]));
}

/** Signs whatever is in the log. */
async function sign({ store, checkpoints }: Sources): Promise<void> {
  const keys = [keyPair().privateKey];
  const keeper = new Keeper({ log: checkpoints, clock: () => START, mostLeaves: 1, longestMs: 0, keys });
  const after = await keeper.open();
  const leaves: Leaf[] = [];
  for await (const event of store.readAll()) {
    const isNew = after === null || event.position.commit > after.commit;
    if (isOfLedger(event) && isNew) leaves.push({ position: event.position, hash: leafOf(event) });
  }
  await keeper.apply(leaves);
  await keeper.checkpoint();
}

describe('a statement (rule 9.15)', () => {
  it('ties: opening and movements make the closing balance, of each bucket and in total, as the trial balance has it', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.nat(), fc.nat(), async ({ ledger, packed }, one, other) => {
        const sources = await sourcesOf(ledger, new MemoryEventStore(), [...packed]);
        const times = [one, other].map((pick) => ledger.events[pick % ledger.events.length]!.recordedAt).toSorted();
        const period = { from: times[0]!, to: times[1]! };
        const { head, items, closing } = await whole(sources, ledger, period);
        const movements = items.flatMap((item) => item.movements);
        expect(standing([...placesOf(head.opening), ...movements])).toEqual(standing(placesOf(closing)));
        const { total } = items.reduce<{ total: Amount }>(chained, head.opening);
        expect(total).toBe(closing.total);
        expect(inTheBooks(head.opening, 'acme')).toEqual(
          await booksAt(sources.store, 'acme', shifted(period.from, -1)),
        );
        expect(inTheBooks(closing, 'acme')).toEqual(await booksAt(sources.store, 'acme', period.to));
        expect(items.every(({ time }) => period.from <= time && time <= period.to)).toBe(true);
        moved += movements.length;
      }),
      { numRuns: 50 },
    );
    expect(moved).toBeGreaterThan(300);
  });

  it('is the same text whatever was recorded since, and wherever it is made', async () => {
    const ledger = new Ledger();
    ledger.grant('10');
    ledger.wait(HOUR).charge('3');
    const period = { from: START, to: ledger.wait(1000).now };
    ledger.wait(5000);
    const sources = await sourcesOf(ledger);
    await sign(sources);
    const text = await textOf(sources, ledger, period);
    const recorded = ledger.events.length;
    ledger.wait(HOUR).charge('1');
    await append(sources.store, 'acme', ledger.events.slice(recorded), recorded);
    await sign(sources);
    expect(await textOf(sources, ledger, period)).toBe(text);
    const elsewhere = { ...sources, log: await logged('acme', [], () => ledger.now, sources.store) };
    expect(await textOf(elsewhere, ledger, period)).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ final: true, revision: 3, closing: { total: '7.00' } });
  });

  it('names the first checkpoint that has its last entry, and none where none was signed yet', async () => {
    const ledger = new Ledger();
    ledger.grant('10');
    const period = { from: START, to: ledger.wait(1000).now };
    const sources = await sourcesOf(ledger.wait(HOUR));
    expect((await whole(sources, ledger, period)).head.checkpoint).toBeNull();
    for (let count = 1; count <= 5; count++) {
      await sign(sources);
      const recorded = ledger.events.length;
      ledger.wait(HOUR).charge('1');
      await append(sources.store, 'acme', ledger.events.slice(recorded), recorded);
    }
    const { head } = await whole(sources, ledger, period);
    expect(head.checkpoint).toMatchObject({ number: 1, position: head.position });
    for (const [nth, { recordedAt, revision }] of ledger.events.slice(2, 6).entries()) {
      const { head: later } = await whole(sources, ledger, { from: START, to: recordedAt });
      const place = positionText((await sources.log.positionOf('acme', revision))!);
      expect([later.checkpoint?.number, later.checkpoint?.position]).toEqual([nth + 2, place]);
    }
    const last = { from: START, to: ledger.now };
    expect((await whole(sources, ledger, last)).head.checkpoint).toBeNull();
  });

  it('calls itself final when five seconds have passed since its end, and has none in the future', async () => {
    const ledger = new Ledger();
    const to = ledger.wait(1000).now;
    const sources = await sourcesOf(ledger);
    const finalAt = async () => (await whole(sources, ledger, { from: START, to })).head.final;
    ledger.wait(4999);
    expect(await finalAt()).toBe(false);
    ledger.wait(1);
    expect(await finalAt()).toBe(true);
    const refused = async (period: StatementPeriod) => whole(sources, ledger, period);
    await expect(refused({ from: START, to: later(ledger.now, 1) })).rejects.toMatchObject({ field: 'to' });
    await expect(refused({ from: later(to, 1), to })).rejects.toMatchObject({ field: 'from' });
  });

  it('shows an allowance that stands with the dates of its cycle at either end, used in that cycle or not', async () => {
    const ledger = new Ledger();
    const terms = { allowance: amount('2.50'), refreshHours: 8, scope: { products: ['inference'] } };
    ledger.do({ type: 'ChoosePlan', data: { plan: 'developer', terms } });
    ledger.wait(HOUR).charge('1');
    ledger.wait(8 * HOUR).purchase('10');
    const sources = await sourcesOf(ledger.wait(40 * HOUR));
    const dates = ({ buckets }: StatementBalance) =>
      buckets
        .filter(({ kind }) => kind === 'allowance')
        .map((each) => [each.effectiveAt, each.expiresAt, each.remaining]);
    const hours = (count: number) => later(START, count * HOUR);
    const first = await whole(sources, ledger, { from: START, to: hours(2) });
    expect(dates(first.closing)).toEqual([[START, hours(8), '1.50']]);
    const second = await whole(sources, ledger, { from: later(hours(2), 1), to: hours(30) });
    expect(second.head.opening).toEqual(first.closing);
    expect(dates(second.closing)).toEqual([[hours(24), hours(32), '2.50']]);
  });

  it('has zeros and nothing else before the opening', async () => {
    const ledger = new Ledger().wait(HOUR);
    const before = { from: '0000-01-01T00:00:00.000Z' as Instant, to: later(START, -1) };
    const { head, items, closing } = await whole(await sourcesOf(ledger), ledger, before);
    expect(head).toMatchObject({ revision: 0, position: null, checkpoint: null, opening: { total: '0.00' } });
    expect([items, closing]).toEqual([[], head.opening]);
  });

  it('reads no further than it is taken, and no piece of it grows with the history', async () => {
    const ledger = new Ledger();
    ledger.grant('1000');
    for (let nth = 0; nth < 800; nth++) ledger.wait(1).charge('1');
    const sources = await sourcesOf(ledger);
    const period = { from: START, to: ledger.now };
    const { items } = await statementOf(sources, 'acme', period);
    const before = sources.store.counts.readEvents;
    for (let taken = 0; taken < 100; taken++) await items.next();
    expect(sources.store.counts.readEvents - before).toBeLessThan(150);
    const pieces = await all(jsonOf(await statementOf(sources, 'acme', period)));
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(2000);
    expect(pieces.length).toBeGreaterThan(800);
  });
});

/** Each line leads from the total before it to the one after it. */
function chained({ total }: { readonly total: Amount }, item: StatementItem): { readonly total: Amount } {
  expect(item.balanceAfter).toBe(add(total, item.amount));
  return { total: item.balanceAfter };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}
