import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { type Amount, isPositive } from '../../money.js';
import { allocate, payableFor } from '../buckets.js';
import { command } from '../command.js';
import { requireRoomForHold } from '../limits.js';
import { pauseOf } from '../plans/pause.js';
import { secondsAfter } from '../solvency/solvency.js';
import { requireService } from '../suspended.js';
import { insufficient } from '../usage/charge-usage.js';
import type { HeldFor } from './events.js';

export const DEFAULT_HOLD_SECONDS = 24 * 3_600;
export const MOST_HOLD_SECONDS = 365 * 24 * 3_600;

export type PlaceHold = Command<'PlaceHold', HeldFor & { readonly amount: Amount; readonly expiresInSeconds?: number }>;

/** Sets credits aside as a charge of now would take them, all or nothing and never out of the overdraft. */
export const placeHold = command<PlaceHold>('PlaceHold', {
  decide(draft, { data, now }) {
    const { amount, expiresInSeconds = DEFAULT_HOLD_SECONDS, ...heldFor } = data;
    const usage = { ...heldFor, usedAt: now };
    const { lines, shortfall } = allocate(draft.account, usage, amount);
    const shortage = () => ({ required: amount, available: payableFor(draft.account, usage), shortfall });
    requireService(draft.account, shortage);
    if (isPositive(shortfall)) throw insufficient(shortage(), pauseOf(draft.account, usage, draft.at)?.resumesAt);
    requireRoomForHold(draft.account, heldFor, lines.length);
    draft.add('HoldPlaced', {
      holdId: draft.newId('hold'),
      amount,
      ...heldFor,
      expiresAt: secondsAfter(now, expiresInSeconds),
      allocation: lines,
    });
  },
  check: checkHold,
  bringsCreditsIn: false,
});

function checkHold({ expiresInSeconds: seconds = DEFAULT_HOLD_SECONDS }: PlaceHold['data']): void {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MOST_HOLD_SECONDS) return;
  const message = `expiresInSeconds must be a whole number from 1 to ${MOST_HOLD_SECONDS}.`;
  throw new DomainError('invalid', message, { field: 'expiresInSeconds' });
}
