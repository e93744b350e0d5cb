/** The write path with real accounts: what the small aggregate of the other specs can't show. */
import { describe, expect, it } from '@jest/globals';
import type { AccountCommand } from '#domain/account/decider.js';
import { type Instant, instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '../codec/account-codec.js';
import { createAccountWriter } from './account-writer.js';
import type { Request } from './execute-command.js';
import { verify } from '../codec/hash-chain.js';
import { keyed } from '../testing/counter-set-up.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

const open: Request<AccountCommand> = {
  type: 'OpenAccount',
  data: { accountId: 'acme', tag: 'q7xk2m9d4tza', settings: DEFAULT_SETTINGS },
  origin: keyed('open'),
};
const buy = (credits: string, key: string): Request<AccountCommand> => ({
  type: 'PurchasePrepaid',
  data: { amount: amount(credits), paymentMethod: 'usdc', status: 'completed' },
  origin: keyed(key),
});
const charge = (credits: string, key: string, metadata: Record<string, string> = {}): Request<AccountCommand> => ({
  type: 'ChargeUsage',
  data: { cost: amount(credits), product: 'inference', mode: 'authorize', metadata },
  origin: keyed(key),
});
const refund = (transactionId: string, key: string): Request<AccountCommand> => ({
  type: 'Refund',
  data: { transactionId, reason: 'test' },
  origin: keyed(key),
});

async function funded() {
  const store = new MemoryEventStore();
  let time = Date.parse('2026-01-01T00:00:00.000Z');
  const clock = (): Instant => instant(time++);
  const writerOf = () => createAccountWriter(store, clock);
  const writer = writerOf();
  await writer.execute('acme', open);
  await writer.execute('acme', buy('1000', 'buy'));
  return { store, writer, writerOf };
}

describe('accounts', () => {
  it('pack charges that are decided together, and answer each as if it were alone', async () => {
    const { store, writer, writerOf } = await funded();
    const before = store.counts.appendedEvents;
    const keys = Array.from({ length: 600 }, (_, i) => `c${i}`);
    const answers = await Promise.all(keys.map((key) => writer.execute('acme', charge('0.5', key))));
    expect(store.counts.appendedEvents - before).toBe(10);
    for (const [i, { state, entries }] of answers.entries()) {
      expect(entries).toMatchObject([{ type: 'UsageCharged', revision: state.revision, origin: { key: `c${i}` } }]);
      expect(state.buckets[0]!.remaining).toBe((1_000 - 0.5 * (i + 1)).toFixed(2));
    }
    const again = writerOf();
    for (const i of [0, 255, 256, 599])
      expect(await again.execute('acme', charge('0.5', `c${i}`))).toEqual({ ...answers[i]!, isReplay: true });
    expect(await verify(store.readStream('account-acme'))).toMatchObject({ isIntact: true });
  });

  it('share no event of more than 256 KiB, in bytes, whatever they say of themselves', async () => {
    const { store, writer } = await funded();
    const before = store.events('account-acme').length;
    const note = 'é'.repeat(2_500);
    const keys = Array.from({ length: 120 }, (_, i) => `c${i}`);
    const answers = await Promise.all(keys.map((key) => writer.execute('acme', charge('0.5', key, { note }))));
    expect(new Set(answers.map(({ state }) => state.revision)).size).toBe(120);
    const written = store.events('account-acme').slice(before);
    const events = written.map((stored) => accountCodec.decode(stored));
    expect(events.map((event) => (event.type === 'UsageCharged' ? event.data.lines.length : 0))).toEqual([
      32, 32, 32, 24,
    ]);
    for (const { data: stored } of written) expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(256 * 1024);
  });

  it('refund a charge of long ago from its entry in the log', async () => {
    const { store, writer, writerOf } = await funded();
    const charges = [];
    for (let i = 0; i < 1_500; i += 100)
      charges.push(
        ...(await Promise.all(
          Array.from({ length: 100 }, (_, j) => writer.execute('acme', charge('0.25', `c${i + j}`))),
        )),
      );
    const entry = charges[333]!.entries[0]!;
    const transactionId = entry.type === 'UsageCharged' ? entry.data.lines[0]!.transactionId : '';
    await writer.close();
    const cold = writerOf();
    await cold.load('acme');
    const { readEvents } = store.counts;
    const { state, entries } = await cold.execute('acme', refund(transactionId, 'r1'));
    expect(store.counts.readEvents - readEvents).toBeLessThan(12);
    expect(entries[0]).toMatchObject({
      type: 'UsageRefunded',
      data: { amount: '0.25', chargeTransactionId: transactionId },
    });
    expect(state.buckets[0]!.remaining).toBe((1_000 - 0.25 * 1_499).toFixed(2));
    await expect(cold.execute('acme', refund(transactionId, 'r2'))).rejects.toMatchObject({ code: 'exceeds-charge' });
    expect(await writerOf().execute('acme', refund(transactionId, 'r1'))).toMatchObject({ isReplay: true, state });
  });

  it('never spend more than there is, however many writers and clients there are', async () => {
    const { store, writerOf } = await funded();
    const writers = [writerOf(), writerOf(), writerOf()];
    const asked = Array.from({ length: 3_000 }, (_, i) => writers[i % 3]!.execute('acme', charge('0.5', `c${i}`)));
    const answers = await Promise.allSettled(asked);
    const accepted = answers.filter(({ status }) => status === 'fulfilled').length;
    // 1,000 credits and an overdraft of 10.
    expect(accepted).toBe(2_020);
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'insufficient-credits' });
    const charged = store
      .events('account-acme')
      .map((stored) => accountCodec.decode(stored))
      .reduce((count, event) => count + (event.type === 'UsageCharged' ? event.data.lines.length : 0), 0);
    expect(charged).toBe(2_020);
  }, 20_000);

  it('are the same with snapshots and without', async () => {
    const { store, writer, writerOf } = await funded();
    for (let i = 0; i < 2_200; i += 100)
      await Promise.all(Array.from({ length: 100 }, (_, j) => writer.execute('acme', charge('0.1', `c${i + j}`))));
    await writer.close();
    expect(store.events('snapshot-account-acme').length).toBe(2);
    const withSnapshots = await writerOf().load('acme');
    const past = await writerOf().history.stateAt('acme', 2_100);
    store.deleteStream('snapshot-account-acme');
    expect(await writerOf().load('acme')).toEqual(withSnapshots);
    expect(await writerOf().history.stateAt('acme', 2_100)).toEqual(past);
  }, 20_000);
});
