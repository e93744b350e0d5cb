import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import type { AccountCommand } from '#domain/account/decider.js';
import { type Instant, instant, shifted } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { ACCOUNT_SCHEMA_VERSION, createAccountWriter } from '#event-store/writer/account-writer.js';
import type { Head } from '#event-store/history/waypoint.js';
import { FORMAT } from '#event-store/history/waypoint-format.js';
import type { Request } from '#event-store/writer/execute-command.js';
import { AccountLog } from './account-log.js';
import { accountSums } from './account-sums.js';
import { BucketHistory } from './bucket-history.js';
import { burnRateOf } from './past-burn-rate.js';

const ID = 'acme';
const WAYPOINTS = `snapshot-waypoint-${FORMAT}.${ACCOUNT_SCHEMA_VERSION}.${accountSums.version}-account-acme`;
const HOUR_MS = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00.000Z');

/** Charges for three hours, some packed, every fifth of them reported later than it was used: by a moment, or by 50 minutes. */
async function livedThrough(): Promise<{ store: MemoryEventStore; revision: number; end: Instant }> {
  const store = new MemoryEventStore();
  let now = START;
  const writer = createAccountWriter(store, () => instant(now), {}, { sums: accountSums });
  let asked = 0;
  const ask = (type: AccountCommand['type'], data: object) => {
    const origin = { key: `k${asked++}`, requestHash: 'h', actor: { key: 'tester' } };
    return writer.execute(ID, { type, data, origin } as Request<AccountCommand>);
  };
  await ask('OpenAccount', { accountId: ID, tag: 'acmeacmeacme', settings: DEFAULT_SETTINGS });
  const bought = { amount: amount('1000'), paymentMethod: 'usdc', status: 'completed' };
  await ask('PurchasePrepaid', bought);
  await ask('GrantPromo', { amount: amount('1'), source: 'support', expiresAt: instant(START + HOUR_MS) });
  const usage = { cost: amount('0.01'), product: 'inference', mode: 'record' };
  for (let turn = 0; now < START + 3 * HOUR_MS; turn++) {
    now += 9_000 + ((asked * 7_919) % 4_000);
    const occurredAt = asked % 5 === 0 ? instant(now - (asked % 2 === 0 ? 700 : 50 * 60_000)) : undefined;
    const late = occurredAt === undefined ? {} : { occurredAt };
    // Now and then so many that waypoints have steps within their event.
    const others = Array.from({ length: turn % 100 === 50 ? 70 : 1 }, () =>
      ask('ChargeUsage', { ...usage, cost: amount('0.1') }),
    );
    await Promise.all([ask('ChargeUsage', { ...usage, ...late }), ...others]);
  }
  await writer.close();
  return { store, revision: (await writer.history.stateAt(ID, Infinity)).revision, end: instant(now) };
}

describe('the sums of an account that waypoints keep', () => {
  it('give the burn rates and buckets that folding the whole log gives, late usage included', async () => {
    const { store, revision, end } = await livedThrough();
    const kept = createAccountWriter(store, () => end, {}, { sums: accountSums });
    const folded = createAccountWriter(store, () => end);
    const waypoints = store.events(WAYPOINTS).map(({ data }) => (data as { head: Head }).head);
    expect(waypoints.length).toBe(Math.floor(revision / 256));
    expect(waypoints.filter(({ revisions, steps }) => revisions.length > steps.length).length).toBeGreaterThan(2);
    const logs = [kept, folded].map((writer) => new AccountLog(store, writer));
    for (let at = 3; at <= revision; at += 331) {
      const answers = logs.map(async (log) => {
        const account = { ...(await log.stateAt(ID, at)), accountId: ID };
        const rates = [0, 59_999, 600_000].map(async (later) =>
          burnRateOf(log, account, { revision: at, at: shifted(account.recordedAt, later) }),
        );
        return { account, rates: await Promise.all(rates), rows: await new BucketHistory(log).rowsAt(ID, at) };
      });
      const [here, plain] = await Promise.all(answers);
      expect(here).toEqual(plain);
    }
  });

  it('spare a question about the past reading what lies between', async () => {
    const { store, revision, end } = await livedThrough();
    const log = new AccountLog(
      store,
      createAccountWriter(store, () => end, {}, { sums: accountSums }),
    );
    const account = { ...(await log.stateAt(ID, revision - 100)), accountId: ID };
    const { readEvents } = store.counts;
    await burnRateOf(log, account, { revision: revision - 100, at: account.recordedAt });
    await new BucketHistory(log).rowsAt(ID, revision - 100);
    expect(store.counts.readEvents - readEvents).toBeLessThan(3 * 256 + 100);
  });
});
