/** Refunds on the write path: exact however old the charge is, however much it takes to know, and with whom they race. */
import { describe, expect, it } from '@jest/globals';
import type { AccountCommand } from '#domain/account/decider.js';
import type { AccountEvent } from '#domain/account/events.js';
import { type Instant, instant } from '#domain/messages.js';
import { amount, sum } from '#domain/money.js';
import { createAccountWriter } from './account-writer.js';
import type { Execution, Request } from './execute-command.js';
import type { Account } from '#domain/account/state.js';
import { keyed } from '../testing/counter-set-up.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

const DAY = 86_400_000;
async function account() {
  const store = new MemoryEventStore();
  let time = Date.parse('2026-01-01T00:00:00.000Z');
  const clock = (): Instant => instant(time++);
  const writerOf = () => createAccountWriter(store, clock);
  const writer = writerOf();
  let count = 0;
  const ask = (type: AccountCommand['type'], data: object, by = writer): Promise<Execution<Account, AccountEvent>> =>
    by.execute('acme', { type, data, origin: keyed(`k${count++}`) } as unknown as Request<AccountCommand>);
  const many = async (times: number, type: AccountCommand['type'], data: object) => {
    for (let nth = 0; nth < times; nth += 100)
      await Promise.all(Array.from({ length: Math.min(100, times - nth) }, () => ask(type, data)));
  };
  await ask('OpenAccount', { accountId: 'acme', tag: 'q7xk2m9d4tza', settings: DEFAULT_SETTINGS });
  return { store, writer, writerOf, ask, many, wait: (ms: number) => (time += ms) };
}

const buy = (credits: string) => ({ amount: amount(credits), paymentMethod: 'usdc', status: 'completed' });
const grant = (credits: string, more = {}) => ({ amount: amount(credits), source: 'support', ...more });
const usage = (credits: string, more = {}) => ({
  cost: amount(credits),
  product: 'inference',
  mode: 'record',
  ...more,
});
const chargeIn = ({ entries }: Execution<Account, AccountEvent>): string =>
  entries.flatMap((entry) => (entry.type === 'UsageCharged' ? entry.data.lines : []))[0]!.transactionId;
const refundIn = ({ entries }: Execution<Account, AccountEvent>) =>
  entries.flatMap((entry) => (entry.type === 'UsageRefunded' ? [entry.data] : []))[0]!;
const tally = (answers: readonly PromiseSettledResult<unknown>[]) =>
  answers.reduce<Record<string, number>>((counts, answer) => {
    const name = answer.status === 'fulfilled' ? 'done' : (answer.reason as { code: string }).code;
    return { ...counts, [name]: (counts[name] ?? 0) + 1 };
  }, {});

describe('a refund', () => {
  it('of a charge of years ago is exact: never more than charged, last paid first, without snapshots too', async () => {
    const { store, writer, writerOf, ask, many, wait } = await account();
    await ask('GrantPromo', grant('2', { scope: { models: ['llama'] } }));
    await ask('PurchasePrepaid', buy('30'));
    const old = chargeIn(await ask('ChargeUsage', usage('32', { model: 'llama' })));
    const others: string[] = [];
    for (let nth = 0; nth < 40; nth++) {
      await many(60, 'ChargeUsage', usage('0.01'));
      others.push(chargeIn(await ask('ChargeUsage', usage('0.01'))));
      await ask('Refund', { transactionId: old, amount: amount('0.7') });
      await ask('Refund', { transactionId: others[nth]! });
      wait(20 * DAY);
    }
    await writer.close();
    expect(store.events('snapshot-account-acme').length).toBeGreaterThan(1);
    const check = async () => {
      const again = writerOf();
      await expect(ask('Refund', { transactionId: old, amount: amount('4.01') }, again)).rejects.toMatchObject({
        details: { refundable: '4.00' },
      });
      await expect(ask('Refund', { transactionId: others[7]! }, again)).rejects.toMatchObject({
        code: 'exceeds-charge',
      });
      return again;
    };
    await check();
    store.deleteStream('snapshot-account-acme');
    const last = refundIn(await ask('Refund', { transactionId: old }, await check()));
    expect(last).toMatchObject({ amount: '4.00', refundedBefore: '28.00' });
    expect(last.allocation.map(({ source, amount: part }) => [source, part])).toEqual([
      ['purchase', '2.00'],
      ['support', '2.00'],
    ]);
    expect(last.allocation[1]).toMatchObject({ scope: { models: ['llama'] } });
  }, 60_000);

  it('that races others of the same charge, here and elsewhere, gives back no more than was charged', async () => {
    const { store, writer, writerOf, ask } = await account();
    await ask('PurchasePrepaid', buy('100'));
    const charge = chargeIn(await ask('ChargeUsage', usage('10')));
    await ask('Refund', { transactionId: charge, amount: amount('0.5') });
    const writers = [writer, writerOf(), writerOf()];
    await Promise.all(writers.map((each) => each.load('acme')));
    store.latencyMs = 1;
    const refunding = Array.from({ length: 90 }, async (_, nth) => {
      await new Promise((resolve) => setTimeout(resolve, nth));
      return ask('Refund', { transactionId: charge, amount: amount('0.5') }, writers[nth % 3]);
    });
    expect(tally(await Promise.allSettled(refunding))).toEqual({ done: 19, 'exceeds-charge': 71 });
    expect((await writer.load('acme')).buckets[0]!.remaining).toBe('100.00');
  }, 20_000);

  it('of a charge whose debt 300 grants have repaid finds them all', async () => {
    const { ask, many, writerOf } = await account();
    await ask('PurchasePrepaid', buy('10'));
    const charge = chargeIn(await ask('ChargeUsage', usage('20')));
    await many(300, 'GrantPromo', grant('0.01'));
    const part = refundIn(await ask('Refund', { transactionId: charge, amount: amount('0.5') }));
    expect(part).toMatchObject({ overdraft: '0.50', allocation: [] });
    await ask('PurchasePrepaid', buy('10'));
    const rest = refundIn(await ask('Refund', { transactionId: charge }, writerOf()));
    expect(rest.allocation.length).toBe(302);
    expect(rest.allocation.slice(0, 2).map(({ amount: each }) => each)).toEqual(['6.50', '0.01']);
    expect(rest.allocation.at(-1)).toMatchObject({ kind: 'prepaid', amount: '10.00' });
    expect(sum(rest.allocation.map(({ amount: each }) => each))).toBe('19.50');
  }, 20_000);

  it('of a charge whose thousand payers have left the state knows their scopes, and which was voided', async () => {
    const { store, ask, many, wait } = await account();
    const scope = { products: ['inference'] };
    await many(1_000, 'GrantPromo', grant('0.02', { scope }));
    const charged = await ask('ChargeUsage', usage('19.99'));
    const voided = charged.state.buckets.find(({ remaining }) => remaining === '0.01')!.bucketId;
    await ask('VoidPromo', { bucketId: voided });
    await ask('PurchasePrepaid', buy('100'));
    wait(4 * DAY);
    await many(1_100, 'ChargeUsage', usage('0.01'));
    const { readEvents } = store.counts;
    const { entries, state } = await ask('Refund', { transactionId: chargeIn(charged) });
    expect(store.counts.readEvents - readEvents).toBeLessThan(2_500);
    const returned = state.buckets.filter(({ remaining, kind }) => kind === 'promo' && remaining === '0.02');
    expect(returned.length).toBe(999);
    expect(new Set(returned.map((bucket) => JSON.stringify(bucket.scope)))).toEqual(new Set([JSON.stringify(scope)]));
    expect(entries.filter(({ type }) => type === 'BucketExpired').map(({ data }) => data)).toEqual([
      { bucketId: voided, kind: 'promo', amount: '0.01', cause: 'ended' },
    ]);
  }, 60_000);
});
