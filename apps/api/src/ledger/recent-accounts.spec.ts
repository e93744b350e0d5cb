import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { amount } from '#domain/money.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { ACCOUNTS } from './aggregates.js';
import { Ledger } from './ledger.js';
import { RecentAccounts } from './recent-accounts.js';

const IDS = ['first', 'second', 'third'];
const notes: unknown[] = [];
const logger = { warn: (...note: unknown[]) => notes.push(note) } as never;
const ledgers: Ledger[] = [];

const ledgerOf = (store: MemoryEventStore): Ledger => {
  const ledger = new Ledger(store, false);
  ledgers.push(ledger);
  return ledger;
};
afterEach(async () => {
  for (const ledger of ledgers.splice(0)) await ledger.close();
  notes.length = 0;
});

const origin = (key: string) => ({ key, requestHash: key, actor: { key: 'spec' } }) as never;
const open = (ledger: Ledger, accountId: string) =>
  ledger.execute(ACCOUNTS, accountId, {
    type: 'OpenAccount',
    data: { accountId, tag: accountId, settings: DEFAULT_SETTINGS },
    origin: origin(`open-${accountId}`),
  });
const grant = (ledger: Ledger, accountId: string) =>
  ledger.execute(ACCOUNTS, accountId, {
    type: 'GrantPromo',
    data: { amount: amount('1'), source: 'signup' },
    origin: origin(`grant-${accountId}`),
  });

async function written(): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  const ledger = ledgerOf(store);
  for (const id of IDS) await open(ledger, id);
  return store;
}

describe('accounts that were written to last', () => {
  it('are in memory once they are loaded, so that a command to one of them reads nothing', async () => {
    const store = await written();
    const restarted = ledgerOf(store);
    await new RecentAccounts(restarted, store, logger).load();
    expect(restarted.of(ACCOUNTS).cached.streams).toBe(IDS.length);
    const { reads } = store.counts;
    for (const id of IDS) await grant(restarted, id);
    expect(store.counts.reads).toBe(reads);
  });

  it('are loaded once, however often that is waited for', async () => {
    const store = await written();
    const recent = new RecentAccounts(ledgerOf(store), store, logger);
    await Promise.all([recent.load(), recent.load()]);
    const { reads } = store.counts;
    await recent.load();
    expect(store.counts.reads).toBe(reads);
  });

  it('are loaded when they are asked for where the store fails meanwhile', async () => {
    const store = await written();
    const restarted = ledgerOf(store);
    store.failingReads = Infinity;
    await new RecentAccounts(restarted, store, logger).load();
    store.failingReads = 0;
    expect(notes).toHaveLength(1);
    expect((await grant(restarted, 'second')).entries).toHaveLength(1);
  });

  it('are not waited for where the store falls silent', async () => {
    const store = await written();
    const silent = {
      readAll: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
    } as never;
    await expect(new RecentAccounts(ledgerOf(store), silent, logger).load()).resolves.toBeUndefined();
  });
});
