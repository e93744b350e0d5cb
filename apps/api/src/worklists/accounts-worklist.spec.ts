/** Accounts by status and debt (rule 9.13) are found by indexes: what they list is what looking at every account would. */
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { accountAggregate } from '#domain/account/decider.js';
import type { AccountEvent } from '#domain/account/events.js';
import { evolve } from '#domain/account/evolve.js';
import { balanceAt } from '#domain/account/reading.js';
import { unopened } from '#domain/account/state.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { isPositive } from '#domain/money.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { createWriter } from '#event-store/writer/writer.js';
import { ACCOUNT_STATUSES } from '#projections/accounts/accounts.projection.js';
import type { Reader } from '#read-models/reader/reader.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { type RedisServer, startRedis } from '#read-models/testing/redis-server.js';
import { ReadModels } from '../history/testing/read-models.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { AccountLog } from '#from-log/account-log.js';
import { Folded } from '../queries/folded.js';
import { Live } from '../queries/live.js';
import { AccountsByStanding } from './accounts-by-standing.js';
import { type AccountsFilter, AccountsWorklistHandler, AccountsWorklistQuery } from './accounts-worklist.js';
import { WholeLog } from './whole-log.js';
import { Worklist } from './worklist.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

const HOUR_MS = 3_600_000;

let server: RedisServer;
let models: ReadModels;

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
afterEach(() => models.stop());

/** What a fresh process lists page by page, and of how many accounts it read rows for the last page. */
async function listed(filter: AccountsFilter, now: Instant, limit = 7) {
  let reads = 0;
  const reader: Reader = { ...models.reader, read: (...asked) => (reads++, models.reader.read(...asked)) };
  const clock = () => now;
  const writer = createWriter({ store: models.store, aggregate: accountAggregate, codec: accountCodec, clock });
  const [log, answered] = [new AccountLog(models.store, writer), new ReadYourWrites()];
  const live = new Live(reader, answered, log, new Folded(log, answered));
  const worklist = new Worklist(reader, new WholeLog(models.store, reader));
  const handler = new AccountsWorklistHandler(worklist, new AccountsByStanding(reader, live), live, clock);
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    reads = 0;
    const page = await handler.execute(new AccountsWorklistQuery(filter, limit, cursor));
    ids.push(...page.items.map(({ accountId }) => accountId));
    cursor = page.nextCursor;
  }
  return { ids, reads };
}

type Known = { readonly accountId: string; readonly events: readonly AccountEvent[] };

/** What looking at every account finds. */
function walked(accounts: readonly Known[], { status, inDebt }: AccountsFilter, now: Instant): readonly string[] {
  const all = accounts.flatMap(({ accountId, events }) => {
    const account = events.reduce(evolve, unopened);
    const balance = balanceAt(account, now);
    const isShown = (status ?? balance.status) === balance.status && (inDebt ?? isOwed(balance)) === isOwed(balance);
    return isShown ? [{ accountId, openedAt: milliseconds(account.openedAt) }] : [];
  });
  return all
    .toSorted((a, b) => b.openedAt - a.openedAt || (a.accountId < b.accountId ? 1 : -1))
    .map(({ accountId }) => accountId);
}
const isOwed = ({ overdraft }: { readonly overdraft: Parameters<typeof isPositive>[0] }) => isPositive(overdraft);

const FILTERS: readonly AccountsFilter[] = [undefined, ...ACCOUNT_STATUSES].flatMap((status) =>
  [undefined, true, false].map((inDebt) => ({ status, inDebt })),
);

/** A history whose account goes by another name and was opened a little earlier, several at one instant. */
const named = (accountId: string, events: readonly AccountEvent[], nth: number): readonly AccountEvent[] =>
  events.map((event) =>
    event.type === 'AccountOpened'
      ? { ...event, recordedAt: later(START, -Math.floor(nth / 3)), data: { ...event.data, accountId } }
      : event,
  );

describe('accounts by status and debt', () => {
  it('are those that looking at every account finds, at any moment, past deadlines that nobody has recorded too', async () => {
    models = new ReadModels(server.url);
    const histories = fc.sample(arbitraryLedger, 40).map(({ ledger, packed }, nth) => ({
      accountId: `acct-${nth}`,
      all: named(`acct-${nth}`, packed, nth),
      end: ledger.now,
    }));
    const ends = histories.map(({ end }) => milliseconds(end) - milliseconds(START)).toSorted((a, b) => a - b);
    const sizes = new Set<number>();
    const lengths = histories.map(() => 0);
    for (const part of [0.2, 0.6, 1]) {
      const recorded = later(START, Math.round((ends.at(-1) ?? 0) * part));
      const accounts: Known[] = [];
      for (const [nth, { accountId, all }] of histories.entries()) {
        const events = all.filter(({ recordedAt }) => recordedAt <= recorded);
        const before = lengths[nth] ?? 0;
        if (events.length > before) await models.append(accountId, events.slice(before), before - 1);
        lengths[nth] = events.length;
        accounts.push({ accountId, events });
      }
      for (const hours of [0, 30]) {
        const now = later(recorded, hours * HOUR_MS);
        for (const filter of FILTERS) {
          const expected = walked(accounts, filter, now);
          expect({ filter, now, ids: (await listed(filter, now)).ids }).toEqual({ filter, now, ids: expected });
          sizes.add(expected.length);
        }
      }
    }
    expect(sizes.size).toBeGreaterThan(5);
  });

  it('cost as many rows as the page and what is overdue have, however many accounts there are', async () => {
    models = new ReadModels(server.url);
    const ledgers = Array.from({ length: 300 }, (_, nth) => new Ledger(`acct-${nth}`));
    const [owing, overdue] = [ledgers.slice(100, 110), ledgers.slice(200, 205)];
    for (const ledger of [...owing, ...overdue]) ledger.charge('3');
    for (const ledger of owing) ledger.wait(300_000).do({ type: 'RecordDue', data: {} });
    for (const { accountId, events } of ledgers) await models.append(accountId, events, -1);
    const now = later(START, 300_000);
    const suspended = { status: 'suspended' } as const;
    expect(await listed(suspended, now, 100)).toMatchObject({ ids: { length: 15 }, reads: 5 + 15 });
    expect(await listed({ inDebt: true }, now, 100)).toMatchObject({ ids: { length: 15 }, reads: 5 + 15 });
    expect(await listed({ status: 'grace' }, now, 100)).toMatchObject({ ids: [], reads: 5 + 5 });
  });

  it('are looked at one by one, a slice for each page, where more are overdue than one page looks at', async () => {
    models = new ReadModels(server.url);
    const ledgers = Array.from({ length: 1_100 }, (_, nth) => new Ledger(`acct-${nth}`));
    for (const ledger of ledgers.slice(0, 1_050)) ledger.charge('3');
    for (const { accountId, events } of ledgers) await models.append(accountId, events, -1);
    const { ids } = await listed({ status: 'suspended' }, later(START, 300_000), 500);
    expect(new Set(ids)).toEqual(new Set(ledgers.slice(0, 1_050).map(({ accountId }) => accountId)));
    expect(ids).toHaveLength(1_050);
  });
});
