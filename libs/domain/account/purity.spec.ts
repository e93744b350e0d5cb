import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histories } from '../testing/arbitraries.js';
import { type Played, decideWithLog, play } from '../testing/simulation.js';
import { balanceOf } from './balance.js';
import { checkCredits } from './usage/check-credits.js';
import { decide, withDue } from './decider.js';
import { entriesOf, pack } from './entries.js';
import { creates } from './event-table.js';
import type { AccountEvent } from './events.js';
import { evolve, evolveAll } from './evolve.js';
import { wouldEndAt } from './plans/cycles.js';
import { type Account, type Bucket, unopened } from './state.js';
import { type Instant, instant } from '../messages.js';
import { type Amount, add, amount, subtract, sum } from '../money.js';

const RUNS = { numRuns: 400 };
const DAY = 86_400_000;

/** Every command of many random histories. */
const everywhere = (check: (played: Played) => void): void =>
  fc.assert(
    fc.property(histories(20), (history) => {
      for (const played of play(history)) check(played);
    }),
    RUNS,
  );

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('decide and evolve are pure', () => {
  it('they change nothing that they are given', () => {
    everywhere(({ before, command, entries, log }) => {
      const account = deepFreeze(structuredClone(before));
      const asked = deepFreeze(structuredClone(command));
      const known = new Map([...log].map(([revision, entry]) => [revision, deepFreeze(structuredClone(entry))]));
      expect(decideWithLog(account, asked, known).events.flatMap(entriesOf)).toEqual(entries);
      const events = deepFreeze(structuredClone(entries));
      events.reduce<Account>((state, event) => deepFreeze(evolve(state, event)), account);
      pack(events);
      balanceOf(account, command.now);
      if (account.status !== 'unopened') checkCredits(account, { product: 'vm' }, amount('1'), command.now);
    });
  });

  it('the same inputs give the same answer, again and again', () => {
    everywhere(({ before, command, entries, after, refused, log }) => {
      const again = decideWithLog(before, command, log);
      expect([again.events, again.refused]).toEqual([entries, refused]);
      expect(entries.reduce(evolve, before)).toEqual(after);
    });
  });

  it('what is decided comes with the state after it, which folding it gives, and is what was given where it is nothing', () => {
    everywhere(({ before, command, log }) => {
      const { events, state } = decideWithLog(before, command, log);
      if (events.length === 0) expect(state).toBe(before);
      expect(events.reduce<Account>(evolve, before)).toEqual(state);
    });
  });

  it('a refused command yields no event', () => {
    everywhere(({ refused, entries, before, after }) => {
      if (refused === null) return;
      expect(entries).toEqual([]);
      expect(after).toBe(before);
    });
  });

  it('what fell due and was recorded is not due again', () => {
    everywhere(({ after, now }) => {
      if (after.status === 'unopened') return;
      const sweep = (account: Account) =>
        decide(
          { type: 'RecordDue', data: {}, now: instant(now + DAY), origin: { actor: { key: 'drawdown' } } },
          account,
        );
      const swept = sweep(after).state;
      expect(sweep(swept)).toEqual({ events: [], state: swept });
    });
  });
});

describe('what has fallen due', () => {
  it('is folded the same at once as entry by entry, sweep by sweep', () => {
    everywhere(({ after, now }) => {
      if (after.status === 'unopened') return;
      const later = instant(now + 2 * DAY);
      const asked = { type: 'RecordDue' as const, data: {}, now: later, origin: { actor: { key: 'drawdown' } } };
      let swept = after;
      for (let events = decide(asked, swept).events; events.length > 0; events = decide(asked, swept).events) {
        const before = deepFreeze(swept);
        swept = events.reduce(evolve, before);
        expect(evolveAll(before, events)).toEqual(swept);
      }
      expect(withDue(deepFreeze(after), later).account).toEqual(swept);
    });
  });
});

describe('a snapshot', () => {
  it('through JSON and back decides the same', () => {
    everywhere(({ before, after, command, entries, refused, log }) => {
      expect(throughJson(after)).toEqual(after);
      const again = decideWithLog(throughJson(before), command, log);
      expect([again.events, again.refused]).toEqual([entries, refused]);
    });
  });

  it('and so do events', () => {
    fc.assert(
      fc.property(histories(20), (history) => {
        const stored: AccountEvent[] = [];
        let account = unopened;
        for (const { entries, after } of play(history)) {
          stored.push(...pack(throughJson(entries)));
          account = after;
        }
        expect(stored.reduce(evolve, unopened)).toEqual(account);
      }),
      RUNS,
    );
  });
});

describe('at every revision (rule 10.3)', () => {
  it('total = available + held − overdraft, and no bucket is below zero or above what was granted', () => {
    const granted = new Map<string, Amount>();
    everywhere(({ before, entries }) => {
      if (before.revision === 0) granted.clear();
      entries.reduce((state, entry) => {
        const account = evolve(state, entry);
        for (const [id, credits] of broughtIn(entry)) granted.set(id, credits);
        for (const bucket of account.buckets) {
          expect(Number(bucket.remaining)).toBeGreaterThanOrEqual(0);
          const most = granted.get(bucket.bucketId) ?? amount('0');
          expect(subtract(most, add(bucket.remaining, bucket.held)).startsWith('-')).toBe(false);
        }
        const { total, available, held, overdraft } = balanceOf(account, entry.recordedAt);
        expect(total).toBe(subtract(add(available, held), overdraft));
        expect(overdraft).toBe(sum(account.debts.map((debt) => debt.amount)));
        expect(account.debts.every((debt, nth) => nth === 0 || account.debts[nth - 1]!.revision < debt.revision)).toBe(
          true,
        );
        return account;
      }, before);
    });
  });

  it('a charge is exactly what buckets paid and what it left as overdraft', () => {
    everywhere(({ entries }) => {
      for (const entry of entries) {
        if (entry.type === 'UsageCharged') {
          const [line] = entry.data.lines;
          expect(line!.amount).toBe(sum([...line!.allocation.map((part) => part.amount), line!.overdraft]));
          expect(line!.revision).toBe(entry.revision);
        } else if (entry.type === 'UsageRefunded') {
          expect(entry.data.amount).toBe(
            sum([...entry.data.allocation.map((part) => part.amount), entry.data.overdraft]),
          );
        }
      }
    });
  });

  it('authorized charges leave no more overdraft than the limit', () => {
    everywhere(({ after, command, entries }) => {
      if (command.type !== 'ChargeUsage' || command.data.mode !== 'authorize' || entries.length === 0) return;
      const isOpen = after.paygUnlocked && after.settings.onZero === 'grace';
      const limit = isOpen ? after.settings.overdraftLimit : amount('0');
      const lines = entries.flatMap((entry) => (entry.type === 'UsageCharged' ? entry.data.lines : []));
      // Running time that is charged before it has no limit; a payment that waits charges nothing yet.
      const line = lines.findLast(({ period }) => period === undefined);
      if (line && line.overdraft !== '0.00') expect(subtract(limit, after.overdraft)).not.toMatch(/^-/);
    });
  });

  it('a debtor is never active', () => {
    everywhere(({ after }) => {
      if (after.overdraft !== '0.00') expect(['grace', 'suspended']).toContain(after.status);
      expect(after.graceDeadline !== undefined).toBe(after.status === 'grace');
    });
  });

  it('an account never shows debt beside credits that may repay it (rule 6.4)', () => {
    everywhere(({ after }) => {
      if (after.overdraft === '0.00') return;
      const free = after.buckets.filter(
        ({ kind, scope, isPending, expiresAt }) =>
          kind !== 'allowance' && scope === undefined && !isPending && !(expiresAt && expiresAt <= after.recordedAt),
      );
      expect(free.filter(({ remaining }) => remaining !== '0.00')).toEqual([]);
    });
  });

  it('grace lasts as long as its reason: something owed, or something that runs on nothing (rules 6.2, 6.3)', () => {
    everywhere(({ after }) => {
      if (after.status !== 'grace' || after.overdraft !== '0.00') return;
      expect(Object.keys(after.resources)).not.toEqual([]);
      const { available } = balanceOf(after, after.recordedAt);
      expect(available).toBe('0.00');
    });
  });

  it('entries are numbered densely, and recorded time never goes backwards', () => {
    everywhere(({ before, entries, after }) => {
      expect(entries.map(({ revision }) => revision)).toEqual(entries.map((_, nth) => before.revision + 1 + nth));
      for (const { recordedAt } of entries) expect(recordedAt >= before.recordedAt).toBe(true);
      expect(after.revision).toBe(before.revision + entries.length);
    });
  });
});

describe('an id leads to the entry that made what it names', () => {
  it('whatever an entry names by its own revision, it made, and nothing that is not there', () => {
    everywhere(({ entries, after: { tag } }) => {
      for (const entry of entries.flatMap(entriesOf)) {
        const own = new RegExp(`"([a-z]+-${tag}-${entry.revision}(?:\\.\\d+)?)"`, 'g');
        for (const [, id = ''] of JSON.stringify(entry.data).matchAll(own))
          expect([id, creates(entry, id)]).toEqual([id, true]);
        expect(creates(entry, `tx-${tag}-${entry.revision + 1}`)).toBe(false);
      }
    });
  });
});

/** An allowance that is used up comes back while its plan is in force, and may be resumed until its cycle would have ended. */
function endOf(bucket: Bucket): Instant | undefined {
  const { cycles, endedAt, expiresAt } = bucket;
  if (cycles === undefined || endedAt === undefined) return endedAt;
  return expiresAt === undefined ? undefined : latest(endedAt, wouldEndAt(bucket));
}

const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);

describe('the state stays small', () => {
  it('a bucket leaves it 72 h after it ended, not before, and nothing of value with it', () => {
    everywhere(({ after, now }) => {
      if (after.status === 'unopened') return;
      for (const bucket of after.buckets) {
        const end = endOf(bucket);
        if (end !== undefined && bucket.remaining === '0.00' && bucket.held === '0.00') {
          expect(Date.parse(end)).toBeGreaterThanOrEqual(Date.parse(after.recordedAt) - 3 * DAY);
        }
      }
      const touch = { type: 'ChangeSettings' as const, data: { settings: {} }, origin: { actor: { key: 'ann' } } };
      if (after.status === 'closed') return;
      const later = decide({ ...touch, now: instant(now + 40 * DAY) }, after).state;
      const ends = later.buckets.map(endOf);
      expect(ends.every((end) => end === undefined || end >= instant(now + 36 * DAY))).toBe(true);
    });
  });
});

/** What an entry granted to which bucket. */
function broughtIn(entry: AccountEvent): [string, Amount][] {
  if (
    entry.type === 'PromoGranted' ||
    entry.type === 'AllowanceRefreshed' ||
    entry.type === 'CreditsReturned' ||
    entry.type === 'PurchaseApproved'
  )
    return [[entry.data.bucketId, entry.data.amount]];
  if (entry.type === 'PurchaseCompleted' && !entry.data.isGranted) return [[entry.data.bucketId, entry.data.amount]];
  if (entry.type !== 'UsageRefunded') return [];
  return entry.data.allocation.flatMap((line) =>
    line.insteadOf === undefined ? [] : [[line.bucketId, line.amount] as [string, Amount]],
  );
}
