import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf } from '#domain/account/entries.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { quarterOf } from '#projections/usage/quarters.js';
import { usesIn } from '#projections/usage/uses.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { logged } from '#from-log/testing/logged.js';
import { readerOver } from '../history/testing/projected-reader.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { Folded } from '../queries/folded.js';
import { Live } from '../queries/live.js';
import { Calendar } from '#from-log/calendar.js';
import { USAGE_DIMENSIONS, UsageSummary } from '#from-log/usage-summary.js';
import { UsageHandler, UsageQuery } from './usage.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function handlerOver(ledger: Ledger): Promise<UsageHandler> {
  const log = await logged('acme', ledger.events, () => ledger.now);
  const answered = new ReadYourWrites();
  const live = new Live(readerOver(ledger), answered, log, new Folded(log, answered));
  return new UsageHandler(live, log, async () => ledger.now);
}

/** With offsets that are no whole hours, and one that changes by half an hour. */
const ZONES = ['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Pacific/Chatham', 'Australia/Lord_Howe', 'America/New_York'];
const somePlace = fc.record({ nth: fc.nat(), offsetMs: fc.constantFrom(-1, 0, 0, 1, 450_000, -DAY, DAY) });
const asked = fc.record({
  from: fc.option(somePlace, { nil: undefined }),
  to: fc.option(somePlace, { nil: undefined }),
  by: fc.shuffledSubarray([...USAGE_DIMENSIONS], { minLength: 1 }),
  timeZone: fc.constantFrom(...ZONES),
});

describe('a summary of usage', () => {
  it('adds charges by day, product and model, in business time, less what was refunded', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    ledger.charge('3', { model: 'llama' });
    const refunded = ledger.charge('4', { model: 'llama' });
    ledger.charge('5', { product: 'vm' });
    ledger.wait(DAY).do({ type: 'Refund', data: { transactionId: refunded } });
    ledger.charge('6', { product: 'vm', occurredAt: later(START, 1000) });
    ledger.charge('7', { product: 'vm' });
    const handler = await handlerOver(ledger);
    const items = async (...range: [from?: typeof START, to?: typeof START]) => {
      const view = await handler.execute(new UsageQuery('acme', { from: range[0], to: range[1] }));
      return [view.total, ...view.items.map((l) => [l.day?.slice(8), l.product, l.model, l.charges, l.amount])];
    };
    expect(await items()).toEqual([
      '21.00',
      ['21', 'inference', 'llama', 2, '7.00'],
      ['21', 'vm', null, 2, '11.00'],
      ['22', 'inference', 'llama', 0, '-4.00'],
      ['22', 'vm', null, 1, '7.00'],
    ]);
    expect(await items(START, START)).toMatchObject(['12.00', {}, {}]);
    expect(await items(later(START, 1), later(START, 1000))).toEqual(['6.00', ['21', 'vm', null, 1, '6.00']]);
    expect(await items(later(START, DAY))).toEqual([
      '3.00',
      ['22', 'inference', 'llama', 0, '-4.00'],
      ['22', 'vm', null, 1, '7.00'],
    ]);
    const [first, last] = ['0000-01-01T00:00:00.000Z' as typeof START, '9999-12-31T23:59:59.999Z' as typeof START];
    expect(await items(START, last)).toMatchObject(['21.00', {}, {}, {}, {}]);
    expect(await items(first, last)).toMatchObject(['21.00', {}, {}, {}, {}]);
    expect(await items(undefined, last)).toMatchObject(['21.00', {}, {}, {}, {}]);
    expect(await items(undefined, '1969-12-31T00:00:00.000Z' as typeof START)).toEqual(['0.00']);
    await expect(items(later(START, 1), START)).rejects.toMatchObject({ code: 'invalid', field: 'from' });
  });

  it('adds by what is asked for, in the hours and days of a time zone', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    ledger.charge('1', { model: 'llama', resourceId: 'vm-1' });
    ledger.charge('2', { model: 'llama' });
    ledger.wait(12 * HOUR).charge('4', { product: 'vm', resourceId: 'vm-1' });
    const handler = await handlerOver(ledger);
    const items = async (by: string, timeZone = 'UTC') => {
      const view = await handler.execute(new UsageQuery('acme', {}, { by, timeZone }));
      const names = [...by.split(','), 'amount'] as const;
      return view.items.map((line) => Object.fromEntries(names.map((name) => [name, line[name as 'amount']])));
    };
    expect(await items('resource')).toEqual([
      { resource: null, amount: '2.00' },
      { resource: 'vm-1', amount: '5.00' },
    ]);
    expect(await items('model,product')).toEqual([
      { model: null, product: 'vm', amount: '4.00' },
      { model: 'llama', product: 'inference', amount: '3.00' },
    ]);
    const [first, second] = [START, later(START, 12 * HOUR)].map((at) => `${at.slice(0, 13)}:00:00+00:00`);
    expect(await items('hour')).toEqual([
      { hour: first, amount: '3.00' },
      { hour: second, amount: '4.00' },
    ]);
    const days = async (timeZone: string) => (await items('day', timeZone)).map(({ day }) => day?.slice(8));
    expect([await days('UTC'), await days('Pacific/Kiritimati')]).toEqual([['21', '22'], ['22']]);
    for (const [by, timeZone, field] of [
      ['colour', 'UTC', 'by'],
      ['day,day', 'UTC', 'by'],
      ['day', '+02:00', 'timeZone'],
    ] as const) {
      await expect(items(by, timeZone)).rejects.toMatchObject({ code: 'invalid', field });
    }
  });

  it('is what the log says, entry by entry, in every history, between any instants, in every time zone', async () => {
    const met = { divided: 0, late: 0, refunded: 0 };
    await fc.assert(
      fc.asyncProperty(
        arbitraryLedger,
        fc.array(asked, { minLength: 1, maxLength: 4 }),
        async ({ ledger }, questions) => {
          const uses = ledger.events.flatMap(entriesOf).flatMap(usesIn);
          const handler = await handlerOver(ledger);
          const instantAt = (place: { nth: number; offsetMs: number } | undefined): Instant | undefined =>
            place && later(uses[place.nth % Math.max(1, uses.length)]?.at ?? ledger.now, place.offsetMs);
          for (const { from, to, by, timeZone } of questions) {
            const [one, other] = [instantAt(from), instantAt(to) ?? later(ledger.now, DAY)];
            const range = one && one > other ? { from: other, to: one } : { from: one, to: other };
            const view = await handler.execute(new UsageQuery('acme', range, { by: by.join(','), timeZone }));
            const summary = new UsageSummary(by, new Calendar(timeZone));
            for (const use of uses) if (view.from <= use.at && use.at <= view.to) summary.add(use);
            expect({ items: view.items, total: view.total }).toEqual({ items: summary.items, total: summary.total });
            expect([view.from, view.to, view.revision]).toEqual([
              range.from ?? view.from,
              range.to,
              ledger.account.revision,
            ]);
            const quarter = (at: Instant) => quarterOf(milliseconds(at));
            const isDivided = ({ at }: { at: Instant }) => at < view.from && quarter(at) === quarter(view.from);
            if (uses.some(isDivided)) met.divided++;
            if (uses.some(({ at }, nth) => at < (uses[nth - 1]?.at ?? at))) met.late++;
            if (summary.items.some(({ refunded }) => refunded !== '0.00')) met.refunded++;
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(Object.values(met).every((count) => count > 5)).toBe(true);
  });
});
