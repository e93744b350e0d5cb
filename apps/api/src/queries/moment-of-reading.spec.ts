/** Rule 9.1: whatever is read is computed for the moment of reading. What fell due counts, recorded or not. */
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { checkCredits } from '#domain/account/usage/check-credits.js';
import { atReading } from '#domain/account/reading.js';
import { type Amount, amount, sum } from '#domain/money.js';
import type { Reader } from '#read-models/reader/reader.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, later } from '#read-models/testing/ledger.js';
import { accountAnswer } from '../accounts/account-answer.js';
import { balanceAnswer } from '../balances/balance-answer.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { BalanceHandler, BalanceQuery, type BalanceView } from '../balances/balance.js';
import { BucketsHandler, BucketsQuery } from '../balances/buckets.js';
import { BurnRateHandler, BurnRateQuery } from '../balances/burn-rate.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { StandIn } from './stand-in.js';
import { Folded } from './folded.js';
import { Live } from './live.js';
import { ResourcesHandler, ResourcesQuery } from '../resources/resources.js';
import { logged } from '#from-log/testing/logged.js';
import { readerOver } from '../history/testing/projected-reader.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

function withoutRevision<Answer extends { readonly revision: number }>(answer: Answer): Omit<Answer, 'revision'> {
  const { revision: _, ...others } = answer;
  return others;
}

/** Of the past it is said whether it is final, and where it ends in the log; of now it is not. */
function shownOf(balance: BalanceView): Omit<BalanceView, 'revision' | 'final' | 'position'> {
  const { revision: _, final: __, position: ___, ...others } = balance;
  return others;
}

const nothingServes = { read: async () => 'rebuilding' } as unknown as Reader;

/** Every answer about an account, as of the ledger's time: `balance` and `buckets` out of Redis, the log and the past. */
async function everyAnswer(ledger: Ledger) {
  const { now, account } = ledger;
  const clock = () => now;
  const log = await logged('acme', ledger.events, clock);
  const history = new BucketHistory(log);
  const over = (reader: Reader) => {
    const answered = new ReadYourWrites();
    const live = new Live(reader, answered, log, new Folded(log, answered));
    const standIn = new StandIn(log, history, new ReadYourWrites());
    return {
      balance: new BalanceHandler(live, log, standIn, clock),
      buckets: new BucketsHandler(live, log, history, standIn, clock),
      burnRate: new BurnRateHandler(live, standIn, clock),
      resources: new ResourcesHandler(live, clock),
    };
  };
  const [redis, alone] = [over(readerOver(ledger)), over(nothingServes)];
  const past = [{}, { asOf: now }, { effective: now }, { asOf: now, effective: now }];
  const balances = [
    ...past.map((cut) => redis.balance.execute(new BalanceQuery('acme', cut))),
    alone.balance.execute(new BalanceQuery('acme')),
  ];
  const buckets = [
    ...past.map((cut) => redis.buckets.execute(new BucketsQuery('acme', cut))),
    alone.buckets.execute(new BucketsQuery('acme')),
  ];
  const rates = [redis, alone].map(({ burnRate }) => burnRate.execute(new BurnRateQuery('acme')));
  return {
    balances: (await Promise.all(balances)).map(shownOf),
    buckets: (await Promise.all(buckets)).map(({ items }) => items),
    rates: (await Promise.all(rates)).map(withoutRevision),
    resources: (await redis.resources.execute(new ResourcesQuery('acme', {}, 50))).items,
    account: accountAnswer(atReading(account, now)),
    answer: withoutRevision(balanceAnswer(account, now)),
    check: checkCredits(account, { product: 'inference' }, amount('3'), now),
  };
}

describe('what is read at an instant', () => {
  it('is what is read once all that fell due by then is recorded, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.integer({ min: 0, max: 60 * 24 * 40 }), async ({ ledger }, minutes) => {
        ledger.wait(minutes * 60_000);
        const before = await everyAnswer(ledger);
        ledger.do({ type: 'RecordDue', data: {} });
        expect(before).toEqual(await everyAnswer(ledger));
      }),
      { numRuns: 40 },
    );
  });

  it('is one account: every answer shows the same numbers', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.integer({ min: 0, max: 60 * 24 * 40 }), async ({ ledger }, minutes) => {
        ledger.wait(minutes * 60_000);
        const { balances, buckets, account, answer, rates } = await everyAnswer(ledger);
        const [first] = balances;
        for (const balance of balances) expect(balance).toEqual(first);
        expect(first).toMatchObject({ ...answer, status: account.status });
        for (const rate of rates) expect(rate).toEqual(rates[0]);
        const spendable = (items: (typeof buckets)[number]): Amount =>
          sum(items.filter(({ effectiveAt }) => effectiveAt <= ledger.now).map(({ remaining }) => remaining));
        for (const items of buckets) expect(spendable(items)).toBe(first?.available);
      }),
      { numRuns: 40 },
    );
  });

  it('has the ids that will be recorded, where an expiry that nobody has recorded opens a recharge before a refresh', async () => {
    const ledger = new Ledger();
    ledger.grant('5', { expiresAt: later(ledger.now, 3_600_000) });
    ledger.do({
      type: 'ConfigureAutoRecharge',
      data: { enabled: true, threshold: amount('1'), amount: amount('10'), paymentMethod: 'card' },
    });
    const terms = { allowance: amount('2.50'), refreshHours: 24, scope: { products: ['inference'] } };
    ledger.do({ type: 'ChoosePlan', data: { plan: 'professional', terms } });
    ledger.charge('2.50');
    ledger.wait(25 * 3_600_000);
    const before = await everyAnswer(ledger);
    ledger.do({ type: 'RecordDue', data: {} });
    expect(ledger.events.slice(-3).map(({ type }) => type)).toEqual([
      'BucketExpired',
      'PurchaseOpened',
      'AllowanceRefreshed',
    ]);
    expect(before).toEqual(await everyAnswer(ledger));
  });

  it('is suspended from the millisecond of the grace deadline on, with nothing running', async () => {
    const ledger = new Ledger();
    ledger.purchase('10');
    const vm = { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: amount('1') } as const;
    ledger.do({ type: 'StartResource', data: vm });
    ledger.charge('12');
    const deadline = later(ledger.now, 300_000);
    const statuses = async () => {
      const { balances, account, answer, resources, rates } = await everyAnswer(ledger);
      const seen = [...balances, account, answer] as readonly { status: string }[];
      const running = resources.map(({ status, stoppedAt }) => `${status} ${stoppedAt}`);
      return [
        ...new Set([
          ...seen.map(({ status }) => status),
          ...running,
          rates[0] && 'resources' in rates[0] && rates[0].resources,
        ]),
      ];
    };
    ledger.wait(299_999);
    expect(await statuses()).toEqual(['grace', 'running null', '1.00']);
    ledger.wait(1);
    expect(await statuses()).toEqual(['suspended', `stopped ${deadline}`, '0.00']);
  });
});
