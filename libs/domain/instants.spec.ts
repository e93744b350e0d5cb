import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balanceOf } from './account/balance.js';
import type { AccountEvent, Settings } from './account/events.js';
import { evolve } from './account/evolve.js';
import { type Account, unopened } from './account/state.js';
import { FIRST_INSTANT, type Instant, LAST_INSTANT, instant, milliseconds, shifted } from './messages.js';
import { amount } from './money.js';
import { decideReading } from './testing/reading.js';
import { DEFAULT_SETTINGS } from './account/lifecycle/default-settings.js';

const FIRST_MS = milliseconds(FIRST_INSTANT);
const LAST_MS = milliseconds(LAST_INSTANT);
const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Anywhere in the calendar, and close to both of its ends. */
const anInstant = fc
  .oneof(
    fc.integer({ min: FIRST_MS, max: LAST_MS }),
    fc.integer({ min: 0, max: YEAR_MS }).map((ms) => FIRST_MS + ms),
    fc.integer({ min: 0, max: YEAR_MS }).map((ms) => LAST_MS - ms),
  )
  .map(instant);
const aShift = fc.oneof(
  fc.integer({ min: -YEAR_MS, max: YEAR_MS }),
  fc.maxSafeInteger(),
  fc.constantFrom(-Infinity, Infinity, 8.64e15, -8.64e15, 0),
);

describe('instants', () => {
  it('stay within the years 0000 to 9999, whatever is added: what lies beyond is the first or the last of them', () => {
    fc.assert(
      fc.property(anInstant, aShift, (at, ms) => {
        const to = shifted(at, ms);
        expect(to).toMatch(FORM);
        expect(milliseconds(to)).toBe(Math.min(Math.max(milliseconds(at) + ms, FIRST_MS), LAST_MS));
      }),
    );
  });

  it('keep their order as texts, so that a limit is never on the wrong side', () => {
    fc.assert(
      fc.property(anInstant, aShift, aShift, (at, a, b) => {
        if (a <= b) expect(shifted(at, a) <= shifted(at, b)).toBe(true);
        expect(shifted(at, Math.abs(a)) >= at && shifted(at, -Math.abs(a)) <= at).toBe(true);
      }),
    );
  });

  it('are not made of what is no time', () => expect(() => instant(Number.NaN)).toThrow(RangeError));
});

describe('an account at the ends of the calendar', () => {
  const settings: Settings = { ...DEFAULT_SETTINGS, graceWindowSeconds: 31_536_000, refundedPromoExpiresInDays: 3_650 };

  /** All that computes a time: late usage, grace, the expiry of a refund, what expires soon, what leaves the state. */
  function lived(start: Instant, waits: readonly number[]): { account: Account; events: AccountEvent[]; now: Instant } {
    let now = start;
    let account = unopened;
    const events: AccountEvent[] = [];
    const ask = (type: string, data: object) => {
      const asked = { type, data, now, origin: { actor: { key: 'tester' } } } as never;
      const written = decideReading(account, asked, new Map(events.map((event) => [event.revision, event]))).events;
      account = written.reduce(evolve, account);
      events.push(...written);
      return written;
    };
    const usage = { cost: amount('1'), product: 'vm', mode: 'record' };
    ask('OpenAccount', { accountId: 'a', tag: 'aaaaaaaaaaaa', settings });
    const expiresAt = shifted(now, 1);
    if (expiresAt > now) ask('GrantPromo', { amount: amount('1'), source: 'support', expiresAt });
    for (const wait of waits) {
      const charged = ask('ChargeUsage', { ...usage, occurredAt: now }).find((event) => event.type === 'UsageCharged');
      now = shifted(now, wait);
      ask('ChargeUsage', usage);
      ask('Refund', { transactionId: charged?.data.lines[0]?.transactionId });
    }
    return { account, events, now };
  }

  it('has no other times in its log than those of the calendar, and a balance', () => {
    fc.assert(
      fc.property(
        anInstant,
        fc.array(fc.integer({ min: 0, max: YEAR_MS }), { minLength: 1, maxLength: 3 }),
        (at, waits) => {
          const { account, events, now } = lived(at, waits);
          const times = [...JSON.stringify(events).matchAll(/"([^"]*\d\d:\d\d:\d\d\.[^"]*)"/g)].map(([, time]) => time);
          for (const time of times) expect(time).toMatch(FORM);
          expect(balanceOf(account, now).expiring.in30Days).toMatch(/^\d+\.\d\d$/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
