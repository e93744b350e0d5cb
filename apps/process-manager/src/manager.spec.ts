import { describe, expect, it, jest } from '@jest/globals';
import { nextDue } from '#domain/account/due.js';
import { entriesOf } from '#domain/account/entries.js';
import { type Instant, SYSTEM } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import { streamName } from '#event-store/port/streams.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { START, later } from '#read-models/testing/ledger.js';
import { type DueItem, createManager } from './manager.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

const HOUR_MS = 3_600_000;
/** A log, a due list that nobody keeps up, and any number of managers. */
function deployment() {
  const store = new MemoryEventStore();
  const failures: string[] = [];
  const list = new Map<string, Instant>();
  let now = START;
  /** Looks at the clock until it steps back, and by how much. */
  let step = { looks: Infinity, backMs: 0 };
  const clock = () => {
    if (step.looks-- === 0) now = later(now, -step.backMs);
    return now;
  };
  const newWriter = () => createAccountWriter(store, clock);
  const writer = newWriter();
  const dueList = {
    due: async (until: Instant, limit: number): Promise<readonly DueItem[]> =>
      [...list]
        .filter(([, at]) => at <= until)
        .toSorted(([, a], [, b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([accountId, at]) => ({ accountId, at })),
    settle: async ({ accountId, at }: DueItem) => {
      if (list.get(accountId) === at) list.delete(accountId);
    },
  };
  return {
    store,
    list,
    failures,
    wait: (ms: number) => (now = later(now, ms)),
    stepBackAfter: (looks: number, backMs: number) => (step = { looks, backMs }),
    manager: () =>
      createManager({ dueList, writer: newWriter(), clock, onFailure: (accountId) => failures.push(accountId) }),
    types: (accountId: string) =>
      store
        .events(streamName('account', accountId))
        .flatMap((stored) => entriesOf(accountCodec.decode(stored)))
        .map(({ type }) => type),
    /** An account with credits for an hour, listed as the projector would list it. */
    async open(accountId: string) {
      const tag = accountId.padEnd(12, 'x');
      const origin = { actor: { key: 'tester' } };
      await writer.execute(accountId, {
        type: 'OpenAccount',
        data: { accountId, tag, settings: DEFAULT_SETTINGS },
        origin,
      });
      const data = { amount: amount('5'), source: 'signup', expiresAt: later(now, HOUR_MS) } as const;
      const { state } = await writer.execute(accountId, { type: 'GrantPromo', data, origin });
      list.set(accountId, nextDue(state)?.at ?? now);
    },
    /** Adds grants that end within the hour, too. */
    async grant(accountId: string, count: number) {
      const data = { amount: amount('0.01'), source: 'signup', expiresAt: later(now, HOUR_MS) } as const;
      const command = { type: 'GrantPromo', data, origin: { actor: { key: 'tester' } } } as const;
      await Promise.all(Array.from({ length: count }, () => writer.execute(accountId, command)));
    },
    recordDue: (accountId: string) => writer.execute(accountId, { type: 'RecordDue', data: {}, origin: SYSTEM }),
  };
}

describe('the process manager', () => {
  it('records what fell due, once, and only then takes it off the list', async () => {
    const { open, wait, manager, types, list } = deployment();
    await open('acme');
    const one = manager();
    wait(HOUR_MS - 1);
    await one.round();
    expect([types('acme').length, list.size]).toEqual([2, 1]);
    wait(1);
    await one.round();
    await one.round();
    expect(types('acme')).toEqual(['AccountOpened', 'PromoGranted', 'BucketExpired']);
    expect(list.size).toBe(0);
  });

  it('may run several times over: one fact comes of it', async () => {
    const { open, wait, manager, types } = deployment();
    await open('acme');
    wait(HOUR_MS);
    await Promise.all([manager(), manager(), manager()].map((each) => each.round()));
    expect(types('acme')).toEqual(['AccountOpened', 'PromoGranted', 'BucketExpired']);
  });

  it('settles what others recorded already, and writes nothing', async () => {
    const { open, wait, manager, types, list, recordDue } = deployment();
    await open('acme');
    const one = manager();
    await one.round();
    wait(HOUR_MS);
    await recordDue('acme');
    await one.round();
    expect(types('acme')).toHaveLength(3);
    expect(list.size).toBe(0);
  });

  it('forgets no deadline when the clock steps back between its looks', async () => {
    const { open, wait, manager, types, list, stepBackAfter } = deployment();
    await open('acme');
    wait(HOUR_MS);
    const one = manager();
    // Of the list's look and the account's: between them, and then before either.
    for (const looks of [1, 0, 1]) {
      stepBackAfter(looks, 1_000);
      await one.round();
      expect([types('acme').length, list.size]).toEqual([2, 1]);
      wait(1_000);
    }
    await one.round();
    expect(types('acme')).toEqual(['AccountOpened', 'PromoGranted', 'BucketExpired']);
    expect(list.size).toBe(0);
  });

  it('leaves an item whose account can not be decided, and sees to the others', async () => {
    const { open, wait, manager, types, list, failures, store } = deployment();
    await open('broken');
    await open('sound');
    store.tamper('account-broken', 1, (row) => (row.metadata = '{}'));
    wait(HOUR_MS);
    await manager().round();
    expect(types('sound')).toContain('BucketExpired');
    expect([failures, [...list.keys()]]).toEqual([['broken'], ['broken']]);
  });

  it('loses nothing while the log can not be read', async () => {
    const { open, wait, manager, types, list, store } = deployment();
    await open('acme');
    wait(HOUR_MS);
    store.failingReads = 1;
    const one = manager();
    await expect(one.round()).rejects.toThrow('event store');
    expect(list.size).toBe(1);
    await one.round();
    expect(types('acme')).toContain('BucketExpired');
  });

  it('goes on with an account that has more due than a sweep records, until nothing is due', async () => {
    const { open, grant, wait, manager, types, list, store } = deployment();
    await open('acme');
    await grant('acme', 400);
    wait(HOUR_MS);
    const append = jest.spyOn(store, 'append');
    await manager().round();
    expect(types('acme').filter((type) => type === 'BucketExpired')).toHaveLength(401);
    expect(append.mock.calls.filter(([stream]) => stream === 'account-acme')).toHaveLength(2);
    expect(list.size).toBe(0);
  });

  it('works through more than a round can hold', async () => {
    const { open, wait, manager, list } = deployment();
    for (let n = 0; n < 300; n++) await open(`acme${n}`);
    wait(HOUR_MS);
    const one = manager();
    expect(await one.round()).toBe(true);
    expect(await one.round()).toBe(false);
    expect(list.size).toBe(0);
  });
});
