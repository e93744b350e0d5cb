import { expect, it } from '@jest/globals';
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import { projectedPromoCode } from '#read-models/projector/aggregates.js';
import { projectedFrom } from '#read-models/testing/projected.js';
import { CODE, DEFINED, promoCodes } from './promo-codes.projection.js';
import { START, defined, recorded, reserved } from './testing/redeemed-code.js';

const rowOf = (events: readonly PromoCodeEvent[]) =>
  projectedFrom(projectedPromoCode, promoCodes, events).rows.get(CODE);

it('knows the terms of a code as they are, and how often it was redeemed, what was given back not counted', () => {
  const givenBack = { accountId: 'bolt', reservation: 3, reason: 'account-closed' };
  const row = rowOf(
    recorded(
      defined('Welcome', { maxRedemptions: 10 }),
      reserved('acme'),
      reserved('bolt'),
      { type: 'RedemptionGivenBack', data: givenBack },
      defined('WELCOME', { disabled: true }),
    ),
  );
  expect(row).toMatchObject({ code: 'WELCOME', terms: { amount: '5.00', disabled: true }, redeemed: 1, revision: 5 });
});

it('leaves a code at its place in the list when it changes', () => {
  const events = recorded(defined('WELCOME'), defined('welcome', { disabled: true }));
  expect(promoCodes.indexes?.[DEFINED]?.(rowOf(events)!)).toBe(START);
});
