/** Two streams, one effect (rules 4.6, 4.7): whatever dies between them, each redemption is granted once, or given back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { entriesOf } from '#domain/account/entries.js';
import { DomainError } from '#domain/errors.js';
import { type Instant, instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import { createPromoCodeWriter } from '#event-store/writer/promo-code-writer.js';
import { redeem } from '#event-store/writer/redemption.js';
import { Life, reachedBy } from '../../../libs/followers/testing/mortal.js';
import { followRedemptions } from './redemptions.js';

const FOR_EVER = Infinity;
const origin = (key: string, request = key) => ({ key, requestHash: `hash of ${request}`, actor: { key: 'checkout' } });

const stops: AbortController[] = [];
const lives: Life[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
  for (const life of lives.splice(0)) life.bury();
});

/** One process: its writers, its life, and the manager's part where it is one. */
function processOn(log: EventStore, life = new Life(FOR_EVER), now = (): Instant => instant(Date.UTC(2026, 0, 1))) {
  const store = reachedBy(life, log);
  const writers = {
    accounts: createAccountWriter(store, now),
    promoCodes: createPromoCodeWriter(store, now),
  };
  const stop = new AbortController();
  stops.push(stop);
  lives.push(life);
  return {
    ...writers,
    redeem: (accountId: string, key = `redeem-${accountId}`, code = 'welcome') =>
      redeem(writers, { accountId, code, origin: origin(key, 'redemption') }),
    /** It may not live to answer. */
    async tryToRedeem(accountId: string): Promise<void> {
      await this.redeem(accountId).catch(() => {});
    },
    manage() {
      const logger = { info: () => {}, warn: () => {} };
      void followRedemptions({ ...writers, store, logger, signal: stop.signal, standbyMs: 20 });
    },
  };
}
type Process = ReturnType<typeof processOn>;

async function deployment(accountIds: readonly string[], maxRedemptions = 100) {
  const store = new MemoryEventStore();
  const setUp = processOn(store);
  const data = { code: 'WELCOME', amount: amount('5'), maxRedemptions };
  await setUp.promoCodes.execute('welcome', { type: 'DefinePromoCode', data, origin: origin('define') });
  for (const accountId of accountIds) await open(setUp, accountId);
  return { store, setUp, redeemed: () => setUp.promoCodes.query('welcome', ({ redeemed }) => redeemed) };
}

const open = ({ accounts }: Process, accountId: string) =>
  accounts.execute(accountId, {
    type: 'OpenAccount',
    data: { accountId, tag: accountId.padEnd(12, 'x'), settings: DEFAULT_SETTINGS },
    origin: origin('open'),
  });

const grantsOf = (store: MemoryEventStore, accountId: string): number =>
  store
    .events(`account-${accountId}`)
    .flatMap((stored) => entriesOf(accountCodec.decode(stored)))
    .filter(({ type }) => type === 'PromoGranted').length;

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 5_000 && !(await isSo()); looks++) await sleep(1);
  expect(await isSo()).toBe(true);
}

const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'granted',
    (problem: unknown) => {
      if (problem instanceof DomainError) return problem.code;
      throw problem;
    },
  );

/** Kills a process at its first step, its second, and so on, until one survives. Returns how many died. */
async function killedAtEachPoint(play: (life: Life) => Promise<void>): Promise<number> {
  for (let kills = 0; kills < 100; kills++) {
    const life = new Life(kills);
    await play(life);
    if (!life.isOver) return kills;
  }
  throw new Error('A process that is killed a hundred times should have come to its end');
}

describe('a redemption whose process is killed at any point', () => {
  it('is granted once, by the manager, by whoever is asked again, or by both at once', async () => {
    const kills = await killedAtEachPoint(async (life) => {
      const { store, setUp, redeemed } = await deployment(['acme']);
      const dying = processOn(store, life);
      let isAnswered = false;
      void dying.tryToRedeem('acme').then(() => (isAnswered = true));
      await until(() => isAnswered || life.isOver);
      processOn(store).manage();
      if ((await redeemed()) > 0) await until(() => grantsOf(store, 'acme') === 1);
      const again = await setUp.redeem('acme');
      expect(again.entries.map(({ type }) => type)).toEqual(['PromoGranted']);
      expect([grantsOf(store, 'acme'), await redeemed()]).toEqual([1, 1]);
    });
    // Before and after the reservation is written, before and after the grant is.
    expect(kills).toBe(4);
  });

  it('so it is where the manager dies at any point, too', async () => {
    const kills = await killedAtEachPoint(async (life) => {
      const { store, redeemed } = await deployment(['acme', 'bolt']);
      for (const accountId of ['acme', 'bolt']) {
        const dying = new Life(2);
        void processOn(store, dying).tryToRedeem(accountId);
        await until(() => dying.isOver);
      }
      processOn(store, life).manage();
      const isDone = () => grantsOf(store, 'acme') + grantsOf(store, 'bolt') === 2;
      const isOver = () => life.isOver || (isDone() && store.events('follower-redemptions').length > 0);
      await until(isOver);
      processOn(store).manage();
      await until(isDone);
      expect([grantsOf(store, 'acme'), grantsOf(store, 'bolt'), await redeemed()]).toEqual([1, 1, 2]);
    });
    expect(kills).toBeGreaterThanOrEqual(4);
  });

  it('is given back where the account is closed by then', async () => {
    const { store, setUp, redeemed } = await deployment(['acme', 'bolt'], 1);
    const dying = new Life(2);
    void processOn(store, dying).tryToRedeem('acme');
    await until(() => dying.isOver);
    await setUp.accounts.execute('acme', { type: 'CloseAccount', data: { forfeit: false }, origin: origin('close') });
    processOn(store).manage();
    await until(async () => (await redeemed()) === 0);
    expect([await refusal(setUp.redeem('acme')), await refusal(setUp.redeem('bolt'))]).toEqual([
      'account-closed',
      'granted',
    ]);
    expect([grantsOf(store, 'acme'), grantsOf(store, 'bolt'), await redeemed()]).toEqual([0, 1, 1]);
  });
});

describe('redeeming', () => {
  it('of two processes that race for the last redemption, exactly one wins', async () => {
    const accountIds = Array.from({ length: 20 }, (_, n) => `acct${n}`);
    const { store, redeemed } = await deployment(accountIds, 7);
    const processes = [processOn(store), processOn(store)];
    const outcomes = await Promise.all(accountIds.map((id, n) => refusal(processes[n % 2]!.redeem(id))));
    expect(outcomes.filter((each) => each === 'granted')).toHaveLength(7);
    expect(new Set(outcomes)).toEqual(new Set(['granted', 'promo-code-limit-reached']));
    expect([accountIds.reduce((sum, id) => sum + grantsOf(store, id), 0), await redeemed()]).toEqual([7, 7]);
  });

  it('by one account at two processes at once, with keys of their own, comes to one grant', async () => {
    const { store } = await deployment(['acme']);
    const tries = ['one', 'two', 'three'].map((key) => refusal(processOn(store).redeem('acme', key)));
    expect((await Promise.all(tries)).toSorted()).toEqual([
      'granted',
      'promo-code-already-redeemed',
      'promo-code-already-redeemed',
    ]);
    expect(grantsOf(store, 'acme')).toBe(1);
  });

  it('is answered the same again, though the code has ended and the account is closed since', async () => {
    const { setUp } = await deployment(['acme']);
    const first = await setUp.redeem('acme');
    const data = { code: 'WELCOME', amount: amount('5'), disabled: true };
    await setUp.promoCodes.execute('welcome', { type: 'DefinePromoCode', data, origin: origin('disable') });
    await setUp.accounts.execute('acme', { type: 'CloseAccount', data: { forfeit: false }, origin: origin('close') });
    const again = await setUp.redeem('acme');
    expect([first.isReplay, again.isReplay]).toEqual([false, true]);
    expect([again.entries, again.state]).toEqual([first.entries, first.state]);
  });

  it('is no repetition for a client that the manager was faster than', async () => {
    const { store, setUp } = await deployment(['acme']);
    setUp.manage();
    const racing = processOn(store);
    expect((await racing.redeem('acme')).isReplay).toBe(false);
  });

  it('with a key that stands for something else is refused, and nothing is kept of it', async () => {
    const { setUp, redeemed } = await deployment(['acme', 'bolt'], 1);
    expect(await refusal(setUp.redeem('acme', 'open'))).toBe('idempotency-key-reused');
    expect([await redeemed(), await refusal(setUp.redeem('bolt'))]).toEqual([0, 'granted']);
  });

  it('finds out of thousands of redemptions who has made one', async () => {
    const accountIds = Array.from({ length: 2_500 }, (_, n) => `acct${n}`);
    const { store, setUp, redeemed } = await deployment([], 10_000);
    const reserve = (accountId: string) =>
      setUp.promoCodes.execute('welcome', {
        type: 'ReserveRedemption',
        data: { accountId, key: 'k', obstacle: null },
        origin: origin(`reserve ${accountId}`),
      });
    await Promise.all(accountIds.map(reserve));
    const cold = processOn(store).promoCodes;
    const again = (accountId: string) =>
      refusal(
        cold.execute('welcome', {
          type: 'ReserveRedemption',
          data: { accountId, key: 'k', obstacle: null },
          origin: origin(`again ${accountId}`),
        }),
      );
    const some = accountIds.filter((_, n) => n % 250 === 0);
    expect(new Set(await Promise.all(some.map(again)))).toEqual(new Set(['promo-code-already-redeemed']));
    expect([await again('new'), await redeemed()]).toEqual(['granted', 2_501]);
  });
});
