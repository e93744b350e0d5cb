import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceOf } from '#domain/account/balance.js';
import { entriesOf } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import { evolve } from '#domain/account/evolve.js';
import { postingsOf } from '#domain/account/journal.js';
import { grantsOf } from '#domain/account/movements.js';
import { unrecordedBy } from '#domain/account/reading.js';
import { unopened } from '#domain/account/state.js';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add, amount, subtract, sum } from '#domain/money.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { logged } from './testing/logged.js';
import { cutOf } from './cut.js';
import { BucketHistory } from './bucket-history.js';
import { accountAt } from './past-account.js';

const HOUR = 3_600_000;

async function past(ledger: Ledger, events: readonly AccountEvent[] = ledger.events) {
  const log = await logged(ledger.accountId, events, () => ledger.now);
  const at = async (request: Parameters<typeof cutOf>[2]) => {
    const cut = await cutOf(log, ledger.accountId, request);
    return { ...balanceOf(await accountAt(log, ledger.accountId, cut), cut.at), isFinal: cut.isFinal, cut };
  };
  return { log, at };
}

describe('two clocks', () => {
  it('tells what was known from what was true', async () => {
    const ledger = new Ledger();
    ledger.grant('100');
    const noon = ledger.wait(HOUR).now;
    ledger.wait(HOUR).charge('30', { occurredAt: later(noon, -1000) });
    const { at } = await past(ledger);
    expect(await at({ asOf: noon })).toMatchObject({ total: '100.00', revision: 2, asOf: noon, isFinal: true });
    expect(await at({ effective: noon })).toMatchObject({ total: '70.00', revision: 3, asOf: noon });
    expect(await at({ effective: noon, asOf: noon })).toMatchObject({ total: '100.00', revision: 2 });
    expect(await at({ effective: noon, revision: 2 })).toMatchObject({ total: '100.00', revision: 2 });
    expect(await at({ effective: later(noon, -1001) })).toMatchObject({ total: '100.00' });
  });

  it('counts a grant from when it is effective on, once it is recorded', async () => {
    const ledger = new Ledger();
    const noon = ledger.wait(2 * HOUR).now;
    ledger.wait(HOUR).grant('5', { effectiveAt: later(noon, -HOUR) });
    const { at, log } = await past(ledger);
    expect(await at({ effective: noon })).toMatchObject({ total: '5.00', available: '5.00' });
    expect(await at({ effective: later(noon, -HOUR - 1) })).toMatchObject({ total: '0.00' });
    expect(await at({ asOf: noon })).toMatchObject({ total: '0.00' });
    const { cut } = await at({ effective: noon });
    expect([...(await new BucketHistory(log).rowsAtCut('acme', cut)).values()]).toMatchObject([{ remaining: '5.00' }]);
  });

  it('includes the instant that is asked for, and calls it final when five seconds have passed', async () => {
    const ledger = new Ledger();
    const granted = ledger.wait(1000).now;
    ledger.grant('5');
    const { at } = await past(ledger);
    expect(await at({ asOf: granted })).toMatchObject({ total: '5.00', isFinal: false });
    expect(await at({ asOf: later(granted, -1) })).toMatchObject({ total: '0.00', revision: 1 });
    ledger.wait(4999);
    expect(await at({ asOf: granted })).toMatchObject({ isFinal: false });
    ledger.wait(1);
    expect(await at({ asOf: granted })).toMatchObject({ isFinal: true });
  });

  it('cuts by a position of the log, and names that of the last event in it', async () => {
    const ledger = new Ledger();
    ledger.grant('5');
    ledger.wait(1).charge('1');
    ledger.wait(1).charge('2');
    const { at } = await past(ledger);
    const places = await Promise.all([1, 2, 3, 4].map(async (revision) => (await at({ revision })).cut.position));
    expect(new Set(places).size).toBe(4);
    for (const [nth, place] of places.entries()) {
      const [commit = 0n, prepare = 0n] = place!.split('/').map(BigInt);
      const cut = await at({ position: { commit, prepare } });
      expect([cut.revision, cut.cut.position]).toEqual([nth + 1, place]);
      expect(cut).toEqual(await at({ revision: nth + 1 }));
    }
    expect((await at({ position: { commit: 0n, prepare: 0n } })).revision).toBeLessThanOrEqual(1);
    await expect(at({ position: { commit: 10n ** 15n, prepare: 0n } })).rejects.toMatchObject({ field: 'position' });
    await expect(at({ position: { commit: 0n, prepare: 0n }, revision: 1 })).rejects.toMatchObject({
      field: 'revision',
    });
  });

  it('knows nothing of an account before its opening', async () => {
    const { at } = await past(new Ledger());
    const before = later(START, -1);
    for (const request of [{ asOf: before }, { effective: before }, { revision: 0 }]) {
      expect(await at(request)).toMatchObject({ total: '0.00', revision: 0, status: 'active' });
    }
  });

  it('refuses the future, a revision that is not there, and two cuts of one clock', async () => {
    const { at } = await past(new Ledger());
    const next = later(START, 1);
    await expect(at({ asOf: next })).rejects.toMatchObject({ code: 'invalid', field: 'asOf' });
    await expect(at({ effective: next })).rejects.toMatchObject({ code: 'invalid', field: 'effective' });
    await expect(at({ revision: 2 })).rejects.toMatchObject({ code: 'invalid', field: 'revision' });
    await expect(at({ revision: 1, asOf: START })).rejects.toMatchObject({ code: 'invalid', field: 'revision' });
  });

  it('counts what a bucket paid before it was in effect as debt of that time', async () => {
    const ledger = new Ledger();
    const used = ledger.wait(HOUR).now;
    ledger.wait(HOUR).purchase('10');
    ledger.wait(HOUR).charge('4', { occurredAt: used });
    const { at } = await past(ledger);
    expect(await at({ effective: used })).toMatchObject({ total: '-4.00', overdraft: '4.00', available: '0.00' });
    expect(await at({ effective: ledger.now })).toMatchObject({ total: '6.00', overdraft: '0.00' });
  });

  it('leaves out what had expired by then although late usage was paid from it', async () => {
    const ledger = new Ledger();
    ledger.grant('10', { expiresAt: later(START, HOUR) });
    const used = ledger.wait(HOUR / 2).now;
    ledger.wait(HOUR).charge('4', { occurredAt: used });
    const { at, log } = await past(ledger);
    expect(await at({ effective: used })).toMatchObject({ total: '6.00' });
    const expired = { effective: later(START, HOUR) };
    expect(await at(expired)).toMatchObject({ total: '0.00', overdraft: '0.00' });
    const rows = await new BucketHistory(log).rowsAtCut('acme', (await at(expired)).cut);
    expect([...rows.values()]).toMatchObject([{ granted: '10.00', remaining: '0.00', spent: '4.00', lapsed: '6.00' }]);
  });

  it('goes by the dates of buckets at a time, and by what is recorded at a revision', async () => {
    const ledger = new Ledger();
    ledger.grant('3', { expiresAt: later(START, HOUR) });
    ledger.grant('4', { expiresAt: later(START, 2 * HOUR) });
    ledger.grant('5', { effectiveAt: later(START, HOUR) });
    ledger.wait(3 * HOUR).charge('1');
    const { at } = await past(ledger);
    expect(await at({ asOf: later(START, HOUR - 1) })).toMatchObject({ total: '7.00', revision: 4 });
    expect(await at({ asOf: later(START, HOUR) })).toMatchObject({ total: '9.00', revision: 4 });
    expect((await at({ revision: 4 })).total).toBe('7.00');
    const totals = [];
    for (const revision of [5, 6, 7, 8]) totals.push((await at({ revision })).total);
    expect(totals).toEqual(['12.00', '9.00', '5.00', '4.00']);
  });

  it('keeps a bucket that paid late usage, however much later an allowance of that time is recorded', async () => {
    const ledger = new Ledger();
    const terms = { allowance: amount('2.50'), refreshHours: 8, scope: { products: ['inference'] } };
    ledger.do({ type: 'ChoosePlan', data: { plan: 'developer', terms } });
    ledger.wait(HOUR).charge('1');
    const looked = later(START, 20 * HOUR);
    ledger.wait(9 * HOUR).grant('1', { scope: { models: ['other'] } });
    ledger.wait(20 * HOUR).charge('1.50', { occurredAt: later(START, 2 * HOUR), mode: 'record' });
    ledger.wait(55 * HOUR).charge('1', { occurredAt: later(START, 14 * HOUR), mode: 'record' });
    expect(ledger.events.at(-1)).toMatchObject({ type: 'UsageCharged', data: { lines: [{ overdraft: '0.00' }] } });
    expect(ledger.events).toContainEqual(
      expect.objectContaining({ type: 'AllowanceRefreshed', data: expect.objectContaining({ cause: 'late' }) }),
    );
    const { at } = await past(ledger);
    expect(await at({ effective: looked })).toMatchObject({ overdraft: '0.00' });
  });

  it('terminates at the deadline on the effective clock, when it was recorded on the other', async () => {
    const ledger = new Ledger();
    ledger.purchase('10');
    ledger.do({
      type: 'StartResource',
      data: { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: amount('1') },
    });
    ledger.charge('12');
    const deadline = later(START, 300_000);
    ledger.wait(HOUR).do({ type: 'RecordDue', data: {} });
    const { at } = await past(ledger);
    expect((await at({ effective: deadline })).status).toBe('suspended');
    expect((await at({ effective: later(deadline, -1) })).status).toBe('grace');
    expect(await at({ asOf: deadline })).toMatchObject({ status: 'suspended', graceDeadline: null });
    expect((await at({ asOf: later(deadline, -1) })).status).toBe('grace');
  });
});

/** The spec's sentence, literally: the entries that are effective by then, all of them, by their postings. */
function totalOn(events: readonly AccountEvent[], at: Instant): Amount {
  const books = new Map<string, Amount>();
  const dates = new Map<string, { effectiveAt: Instant; expiresAt?: Instant }>();
  let account = unopened;
  for (const entry of events.flatMap(entriesOf)) {
    const before = account;
    account = evolve(account, entry);
    for (const grant of grantsOf(entry)) dates.set(grant.bucketId, grant);
    const isGrant = entry.type === 'PromoGranted' && entry.recordedAt <= at;
    if (entry.effectiveAt > at && !isGrant) continue;
    for (const { account: name, amount: part } of postingsOf(entry, before)) {
      books.set(name, add(books.get(name) ?? ZERO, part));
    }
  }
  for (const bucket of account.buckets) dates.set(bucket.bucketId, bucket);
  const counts = (name: string): boolean => {
    const [, , kind, bucketId = ''] = name.split(':');
    if (kind === 'overdraft' || kind === 'held') return true;
    if (kind !== 'bucket' && kind !== 'pending') return false;
    const { effectiveAt, expiresAt } = dates.get(bucketId) ?? { effectiveAt: at };
    return (kind === 'bucket' || effectiveAt <= at) && (expiresAt === undefined || at < expiresAt);
  };
  return sum([...books].filter(([name]) => name.startsWith('customers:') && counts(name)).map(([, part]) => part));
}

describe('any history', () => {
  it('has the same effective balance folded from a snapshot as from nothing, and its buckets add up', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.integer({ min: 0, max: 100 }), async ({ ledger, packed }, percent) => {
        const { at, log } = await past(ledger, packed);
        const span = milliseconds(ledger.now) - milliseconds(START);
        const time = instant(milliseconds(START) + Math.floor((span * percent) / 100));
        const { cut, ...balance } = await at({ effective: time });
        const withDue = [...packed, ...unrecordedBy(ledger.account, ledger.now)];
        expect(balance.total).toBe(totalOn(withDue, time));
        expect(balance.total).toBe(subtract(add(balance.available, balance.held), balance.overdraft));
        for (const row of (await new BucketHistory(log).rowsAtCut('acme', cut)).values()) {
          expect(sum([row.remaining, row.held, row.spent, row.lapsed, row.withdrawn])).toBe(row.granted);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads the same balance as of a time, a revision and the state of then', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.nat(), async ({ ledger, packed }, pick) => {
        const { at } = await past(ledger, packed);
        const event = packed[pick % packed.length]!;
        const { total, revision } = await at({ asOf: event.recordedAt });
        const known = packed.filter((each) => each.recordedAt <= event.recordedAt).reduce(evolve, unopened);
        expect([total, revision]).toEqual([balanceOf(known, event.recordedAt).total, known.revision]);
        // A code's grant may be over when it comes; by revision it is there until its expiry is recorded.
        fc.pre(known.buckets.every((each) => !(each.expiresAt! <= event.recordedAt) || each.remaining === ZERO));
        expect((await at({ revision })).total).toBe(total);
        expect((await at({ effective: event.recordedAt, revision })).total).toBe(total);
      }),
      { numRuns: 300 },
    );
  });
});
