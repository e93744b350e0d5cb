/** Changes of plans reach the accounts that are on them (rule 8.6), whatever dies meanwhile and whoever chooses at that moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { entriesOf } from '#domain/account/entries.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import type { CycleTerms } from '#domain/account/plans/events.js';
import { type Instant, SYSTEM, instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { type EventStore, comparePositions } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import { createPlanCatalogueWriter } from '#event-store/writer/plan-catalogue-writer.js';
import { reachedInLog } from '#followers/checkpoint-in-log.js';
import { projections } from '#projections/index.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { logHistory, logSource } from '#read-models/projector/log-source.js';
import { createReader } from '#read-models/reader/reader.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import { type RedisServer, startRedis } from '#read-models/testing/redis-server.js';
import { startProjector } from '#read-models/testing/running-projector.js';
import { Life, reachedBy } from '../../../libs/followers/testing/mortal.js';
import { accountsOnPlan } from './accounts-on-plan.js';
import { followPlanTerms } from './plan-terms.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const PLAN = 'team';
const clock = (): Instant => instant(Date.UTC(2026, 0, 1));
const terms = (allowance: string): CycleTerms => ({ allowance: amount(allowance), refreshHours: 24 });

const ends: (() => unknown)[] = [];
let server: RedisServer;
let deployments = 0;
beforeAll(async () => {
  server = await startRedis();
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
afterAll(() => server.stop());

/** The product but for its API: a log, read models that a projector keeps, and managers as they are started. */
function deployment() {
  const store = new MemoryEventStore();
  const name = `spec${deployments++}`;
  const identity = identityOf(store);
  const projector = startProjector(server.url, name, projections, logSource(store), logHistory(store), identity);
  const redis = connectRedis(server.url, { patience: 'fails' });
  const reader = createReader(redis, projections, name, identity);
  ends.push(
    () => redis.close(),
    () => projector.stop(),
  );
  const [accounts, plans] = [createAccountWriter(store, clock), createPlanCatalogueWriter(store, clock)];
  const execute: typeof accounts.execute = (accountId, request) => accounts.execute(accountId, request);
  return {
    store,
    execute,
    define: (daily: string) => {
      const cycle = { monthlyCredits: amount(String(Number(daily) * 30)), refreshHours: 24, scope: null };
      const data = { plan: PLAN, name: 'Team', ...cycle, pricePerMonth: amount('0') };
      return plans.execute('', { type: 'DefinePlan', data, origin: SYSTEM });
    },
    async open(...accountIds: readonly string[]) {
      for (const accountId of accountIds) {
        const data = { accountId, tag: accountId.padEnd(12, 'x'), settings: DEFAULT_SETTINGS };
        await execute(accountId, { type: 'OpenAccount', data, origin: SYSTEM });
      }
    },
    choose: (accountId: string, daily: string, plan = PLAN) =>
      execute(accountId, { type: 'ChoosePlan', data: { plan, terms: terms(daily) }, origin: SYSTEM }),
    manage(life = new Life(Infinity)) {
      const stop = new AbortController();
      const reached: EventStore = reachedBy(life, store);
      const running = followPlanTerms({
        store: reached,
        accounts: createAccountWriter(reached, clock),
        plans: createPlanCatalogueWriter(reached, clock),
        members: accountsOnPlan(reached, reader),
        logger: { info: () => {}, warn: () => {} },
        signal: stop.signal,
        standbyMs: 20,
      });
      const end = () => {
        stop.abort();
        life.bury();
        return running;
      };
      ends.push(end);
      return end;
    },
    /** What the account was brought, in order. */
    brought: (accountId: string): readonly string[] =>
      store
        .events(`account-${accountId}`)
        .flatMap((stored) => entriesOf(accountCodec.decode(stored)))
        .flatMap((entry) => (entry.type === 'PlanTermsChanged' ? [entry.data.terms.allowance] : [])),
    /** Whether managers are through with all in the log that concerns them. */
    async isThrough(): Promise<boolean> {
      const reached = await reachedInLog(store, 'plan-terms');
      for await (const { type, position } of store.readAll({ from: 'end', direction: 'backwards' })) {
        if (!['PlanDefined', 'PlanChosen', 'PlanTermsChanged'].includes(type)) continue;
        return reached !== null && comparePositions(reached, position) >= 0;
      }
      return true;
    },
  };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 10_000 && !(await isSo()); looks++) await sleep(1);
  expect(await isSo()).toBe(true);
}

describe('a change of a plan', () => {
  it('reaches every account that is on it, once, and no other', async () => {
    const { define, open, choose, manage, brought, isThrough, execute } = deployment();
    const members = Array.from({ length: 300 }, (_, n) => `acct${n}`);
    await define('1');
    await open(...members, 'left', 'closed', 'other', 'standard');
    for (const id of [...members, 'left', 'closed']) await choose(id, '1');
    await execute('closed', { type: 'CloseAccount', data: { forfeit: true }, origin: SYSTEM });
    await choose('other', '1', 'another');
    await choose('left', '1', 'another');
    manage();
    for (const daily of ['2', '3']) {
      // So that none of them comes by in the log again: the read models alone say who is on the plan.
      await until(isThrough);
      await define(daily);
    }
    await until(isThrough);
    expect(new Set(members.map((id) => brought(id).join(' ')))).toEqual(new Set(['2.00 3.00']));
    expect(['left', 'closed', 'other', 'standard'].flatMap(brought)).toEqual([]);
  });

  it('reaches each of them once, though a manager is killed at any point and another takes over', async () => {
    let kills = 0;
    for (let isSurvived = false; !isSurvived && kills < 100; kills++) {
      const { define, open, choose, manage, brought, isThrough } = deployment();
      await open('acme', 'bolt');
      for (const id of ['acme', 'bolt']) await choose(id, '1');
      const end = manage();
      await until(isThrough);
      await end();
      await define('2');
      const life = new Life(kills);
      manage(life);
      await until(async () => life.isOver || (await isThrough()));
      isSurvived = !life.isOver;
      manage();
      await until(isThrough);
      expect([brought('acme'), brought('bolt')]).toEqual([['2.00'], ['2.00']]);
    }
    // Before and after each account's entry and a checkpoint is written, at least.
    expect(kills).toBeGreaterThan(6);
  });

  it('reaches an account that chose the plan at the same moment with the terms before', async () => {
    const { define, open, choose, manage, brought, isThrough } = deployment();
    await open('acme');
    await define('2');
    manage();
    await until(isThrough);
    await choose('acme', '1');
    await until(isThrough);
    expect(brought('acme')).toEqual(['2.00']);
  });

  it('reaches an account last, though a manager that stood still came later with the terms before', async () => {
    const { define, open, choose, manage, brought, isThrough, execute } = deployment();
    await open('acme');
    await choose('acme', '1');
    await define('2');
    manage();
    await until(isThrough);
    await execute('acme', { type: 'ChangePlanTerms', data: { plan: PLAN, terms: terms('1') }, origin: SYSTEM });
    await until(isThrough);
    expect(brought('acme')).toEqual(['2.00', '1.00', '2.00']);
  });
});
