/** What becomes of credits that are held: captured in one part or several, given up, or free again at the hold's end. */
import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { type Amount, compare } from '../../money.js';
import { allocated } from '../buckets.js';
import { bucketIn } from '../bucket-list.js';
import { command } from '../command.js';
import { type Draft, notFound } from '../draft.js';
import type { Bucket, Hold } from '../state.js';
import { firstOf } from './lines.js';

export type CaptureHold = Command<
  'CaptureHold',
  /** Without an amount: all that is held. `isFinal`: what is left of it afterwards is released. */
  { readonly holdId: string; readonly amount?: Amount; readonly isFinal: boolean }
>;
export type ReleaseHold = Command<'ReleaseHold', { readonly holdId: string }>;

/** Charges what was used, up to what is held, in the order of consumption. */
export const captureHold = command<CaptureHold>('CaptureHold', {
  decide(draft, { data: { holdId, isFinal, amount: wanted } }) {
    const { held, revision: _, expiresAt: __, ...heldFor } = openHold(draft, holdId);
    const most = allocated(held);
    const amount = wanted ?? most;
    if (compare(amount, most) > 0) {
      throw new DomainError('exceeds-hold', `At most ${most} is held and can be captured.`, { held: most });
    }
    const transactionId = draft.newId('tx');
    draft.add('HoldCaptured', { ...heldFor, transactionId, amount, allocation: firstOf(held, amount) });
    const rest = draft.account.holds.find((hold) => hold.holdId === holdId);
    if (rest && isFinal) release(draft, rest, 'captured');
  },
  bringsCreditsIn: false,
});

/** All that is still held returns to the buckets that it came from. */
export const releaseHold = command<ReleaseHold>('ReleaseHold', {
  decide(draft, { data: { holdId } }) {
    release(draft, openHold(draft, holdId), 'requested');
  },
  bringsCreditsIn: true,
});

function release(draft: Draft, hold: Hold, cause: 'captured' | 'requested'): void {
  draft.add('HoldReleased', { ...returnOf(hold), cause });
  lapse(draft, hold, ({ expiresAt }) => expiresAt !== undefined && expiresAt <= draft.at);
}

/** A due fact. A bucket that ends at the same instant ends after it, with what has come back; an allowance before (rule 2.32). */
export function expireHold(draft: Draft, hold: Hold): void {
  draft.add('HoldExpired', returnOf(hold));
  const { at } = draft;
  lapse(draft, hold, ({ expiresAt, cycles }) => expiresAt !== undefined && (cycles ? expiresAt <= at : expiresAt < at));
}

const returnOf = ({ holdId, product, resourceId, held }: Hold) => ({
  holdId,
  amount: allocated(held),
  allocation: held,
  product,
  ...(resourceId !== undefined && { resourceId }),
});

/** What returns to a bucket that has ended under the hold is gone at once (rule 5.22). */
function lapse(draft: Draft, { held }: Hold, hasExpired: (bucket: Bucket) => boolean): void {
  for (const { bucketId, kind, amount, expiresAt } of held) {
    const bucket = bucketIn(draft.account, bucketId);
    // A line of an allowance names the cycle that it is of, whatever dates the allowance has by now.
    const isOfPastCycle = kind === 'allowance' && expiresAt !== undefined && expiresAt <= draft.at;
    if (bucket === undefined || !(bucket.isVoided || isOfPastCycle || hasExpired(bucket))) continue;
    draft.addInPlace('BucketExpired', { bucketId, kind, amount, cause: 'released' });
  }
}

function openHold(draft: Draft, holdId: string): Hold {
  const hold = draft.account.holds.find((each) => each.holdId === holdId);
  if (hold) return hold;
  if (draft.entryOf(holdId, 'hold') === null) throw notFound('hold', holdId);
  throw new DomainError('already-settled', `Hold ${holdId} is captured, released or expired.`);
}
