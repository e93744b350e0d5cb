import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../errors.js';
import { EntriesNeeded, type Instant, type KnownEntries, SYSTEM, instant, isFoundBy, nameOf } from '../messages.js';
import { amount } from '../money.js';
import { type PromoCodeCommand, promoCodeAggregate } from './decider.js';
import type { PromoCodeEvent, PromoCodeTerms } from './events.js';

const { decide, initialState, marksOf } = promoCodeAggregate;
const DAY_MS = 86_400_000;
const on = (day: number): Instant => instant(Date.UTC(2026, 0, 1) + day * DAY_MS);

/** A code, decided with its log at hand as the write path does. */
class Code {
  state = initialState;
  readonly log: PromoCodeEvent[] = [];

  do(command: { type: PromoCodeCommand['type']; data: object }, day = 0): string {
    const given = { ...command, now: on(day), origin: SYSTEM } as PromoCodeCommand;
    try {
      const { events, state } = this.decided(given);
      this.log.push(...events);
      this.state = state;
      return events.map(({ type }) => type).join();
    } catch (problem) {
      if (problem instanceof DomainError) return problem.field ? `${problem.code} ${problem.field}` : problem.code;
      throw problem;
    }
  }

  private decided(command: PromoCodeCommand) {
    try {
      return decide(command, this.state);
    } catch (problem) {
      if (!(problem instanceof EntriesNeeded)) throw problem;
      const found = new Map(
        problem.searches.map((search) => [
          nameOf(search),
          this.log.filter((event) => isFoundBy(marksOf(event), search)),
        ]),
      );
      const known: KnownEntries<PromoCodeEvent> = { at: new Map(), found };
      return decide(command, this.state, known);
    }
  }

  define(terms: Partial<PromoCodeTerms> = {}, day = 0): string {
    return this.do({ type: 'DefinePromoCode', data: { code: 'Welcome', amount: amount('5'), ...terms } }, day);
  }

  redeem(accountId: string, day = 0, obstacle: DomainError | null = null): string {
    return this.do({ type: 'ReserveRedemption', data: { accountId, key: `key of ${accountId}`, obstacle } }, day);
  }

  giveBack(accountId: string, reservation = this.state.revision): string {
    return this.do({ type: 'GiveBackRedemption', data: { accountId, reservation, reason: 'account-closed' } });
  }
}

const code = (terms: Partial<PromoCodeTerms> = {}): Code => {
  const made = new Code();
  expect(made.define(terms)).toBe('PromoCodeDefined');
  return made;
};

describe('a redemption is refused with the first that applies (rule 4.6)', () => {
  it('the code is not there', () => expect(new Code().redeem('a')).toBe('promo-code-invalid'));
  it('the account has redeemed it, though it has expired and is used up since', () => {
    const once = code({ maxRedemptions: 1, expiresAt: on(1) });
    expect([once.redeem('a'), once.redeem('a', 2)]).toEqual(['RedemptionReserved', 'promo-code-already-redeemed']);
  });
  it('it has expired, though it is used up: at its instant, not before', () => {
    const ending = code({ maxRedemptions: 1, expiresAt: on(1) });
    expect(ending.redeem('a', 1 - 1 / DAY_MS)).toBe('RedemptionReserved');
    expect(ending.redeem('b', 1 - 1 / DAY_MS)).toBe('promo-code-limit-reached');
    expect(ending.redeem('b', 1)).toBe('promo-code-expired');
  });
  it('it is disabled, which counts as expired', () => {
    expect(code({ disabled: true }).redeem('a')).toBe('promo-code-expired');
  });
  it('its credits would have expired', () => {
    expect(code({ creditExpiresAt: on(1) }).redeem('a', 1)).toBe('promo-code-expired');
  });
  it('its limit is reached', () => {
    const twice = code({ maxRedemptions: 2 });
    expect(['a', 'b', 'c'].map((each) => twice.redeem(each))).toEqual([
      'RedemptionReserved',
      'RedemptionReserved',
      'promo-code-limit-reached',
    ]);
  });
  it('before all of them, what stands against the account', () => {
    const closed = new DomainError('account-closed', 'Closed.');
    expect([new Code().redeem('a', 0, closed), code().redeem('a', 0, closed)]).toEqual([
      'account-closed',
      'account-closed',
    ]);
  });
});

describe('a redemption', () => {
  it('keeps the terms that it was made at; later ones get the new terms (rule 4.5)', () => {
    const changing = code({ creditExpiresInDays: 30 });
    changing.redeem('a', 1);
    changing.define({ amount: amount('7'), scope: { models: ['llama'] } }, 2);
    changing.redeem('b', 3);
    expect(changing.log.filter(({ type }) => type === 'RedemptionReserved').map(({ data }) => data)).toEqual([
      { code: 'Welcome', accountId: 'a', key: 'key of a', amount: '5.00', creditExpiresAt: on(31) },
      { code: 'Welcome', accountId: 'b', key: 'key of b', amount: '7.00', scope: { models: ['llama'] } },
    ]);
  });
  it('that is given back leaves room for another, and for the same account', () => {
    const once = code({ maxRedemptions: 1 });
    once.redeem('a');
    expect([once.giveBack('a'), once.redeem('b')]).toEqual(['RedemptionGivenBack', 'RedemptionReserved']);
    expect([once.giveBack('b'), once.redeem('a')]).toEqual(['RedemptionGivenBack', 'RedemptionReserved']);
  });
  it('is given back once, and none but the one that is meant', () => {
    const twice = code();
    twice.redeem('a');
    expect([twice.giveBack('a', 2), twice.giveBack('a', 2)]).toEqual(['RedemptionGivenBack', '']);
    twice.redeem('a');
    expect([twice.giveBack('a', 2), twice.giveBack('b'), twice.state.redeemed]).toEqual(['', '', 1]);
  });
});

describe('a code that is defined (rules 4.4, 4.5)', () => {
  it('may expire its credits one way, not both', () => {
    expect(new Code().define({ creditExpiresAt: on(9), creditExpiresInDays: 1 })).toBe('invalid creditExpiresInDays');
  });
  it('has nothing that lies in the past already, but what stays as it was', () => {
    expect(new Code().define({ expiresAt: on(0) })).toBe('invalid expiresAt');
    expect(new Code().define({ creditExpiresAt: on(0) })).toBe('invalid creditExpiresAt');
    const past = code({ expiresAt: on(1) });
    expect([past.define({ expiresAt: on(1), disabled: true }, 2), past.define({ expiresAt: on(2) }, 2)]).toEqual([
      'PromoCodeDefined',
      'invalid expiresAt',
    ]);
  });
  it('can’t have fewer redemptions than it had', () => {
    const used = code();
    used.redeem('a');
    used.redeem('b');
    expect([1, 2].map((maxRedemptions) => used.define({ maxRedemptions }))).toEqual([
      'wrong-state',
      'PromoCodeDefined',
    ]);
    expect(used.redeem('c')).toBe('promo-code-limit-reached');
  });
});

describe('a code’s state', () => {
  it('is as large after ten thousand redemptions as after one', () => {
    const popular = code();
    popular.redeem('a');
    const [{ length }] = [JSON.stringify(popular.state)];
    for (let n = 0; n < 10_000; n++) popular.state = promoCodeAggregate.evolve(popular.state, reservedFor(n, popular));
    expect(popular.state.redeemed).toBe(10_001);
    expect(JSON.stringify(popular.state).length).toBeLessThan(length + 16);
  });

  it('is what a list of accounts says, over random histories', () => {
    const step = fc.record({
      what: fc.constantFrom('redeem', 'redeem', 'redeem', 'give back', 'disable', 'enable'),
      who: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      max: fc.nat(4),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [real, redeemed] = [code({ maxRedemptions: 3 }), new Set<string>()];
        let [max, isDisabled] = [3, false];
        for (const { what, who, max: most } of steps) {
          if (what === 'redeem') {
            const refusal = redeemed.has(who)
              ? 'promo-code-already-redeemed'
              : isDisabled
                ? 'promo-code-expired'
                : redeemed.size >= max
                  ? 'promo-code-limit-reached'
                  : null;
            expect(real.redeem(who)).toBe(refusal ?? 'RedemptionReserved');
            if (!refusal) redeemed.add(who);
          } else if (what === 'give back') {
            const last = real.log.findLast(({ data }) => 'accountId' in data && data.accountId === who);
            real.giveBack(who, last?.revision ?? 0);
            redeemed.delete(who);
          } else if (real.define({ maxRedemptions: most, disabled: what === 'disable' }) === 'PromoCodeDefined') {
            [max, isDisabled] = [most, what === 'disable'];
          } else expect(most).toBeLessThan(redeemed.size);
          expect(real.state.redeemed).toBe(redeemed.size);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const reservedFor = (n: number, { state, log }: Code): PromoCodeEvent =>
  ({
    ...log.at(-1),
    revision: state.revision + 1,
    data: { code: 'Welcome', accountId: `account-${n}`, key: `${n}`, amount: amount('5') },
  }) as PromoCodeEvent;
