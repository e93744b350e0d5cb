/**
 * How much one account may have open, so that no decision about it grows beyond one append (docs/adr/0012): a charge may
 * draw on every bucket, a termination names every resource. Refused is what would bring in more, never usage.
 */
import { DomainError } from '../errors.js';
import { type Instant, shifted } from '../messages.js';
import { isPositive } from '../money.js';
import type { Draft } from './draft.js';
import type { HeldFor, Scope } from './events.js';
import type { Account, Bucket, Hold } from './state.js';
import { LATE_USAGE_MS } from './usage/late-usage.js';

/** Buckets with something in them, to come, or set aside for a withdrawal; and those of purchases that are pending. */
export const MOST_BUCKETS = 8_000;
/** What runs or is stored: where credits are used up, each is charged in one decision. */
export const MOST_RESOURCES = 2_000;
/** Of the ids of all that runs or is stored, as JSON. */
export const MOST_RESOURCE_ID_BYTES = 160 * 1024;
/** Of one scope, and of those of all buckets in use, as JSON. */
export const MOST_SCOPE_BYTES = 4 * 1024;
export const MOST_SCOPE_BYTES_IN_ALL = 512 * 1024;
/** Of what open holds are for, as JSON, and the buckets that they draw on, each as often as it is drawn on. */
export const MOST_HOLD_BYTES = 512 * 1024;
export const MOST_HOLD_LINES = 16_000;
/** Debts that are repaid in one entry; the next ones are due at once. */
export const MOST_DEBTS_AT_ONCE = 2_000;

/** Something is in it, or may still come back to pay for late usage. */
export function isInUse({ isPending, remaining, held, lapsed, isVoided, endedAt }: Bucket, now: Instant): boolean {
  if (isPending || isPositive(remaining) || isPositive(held)) return true;
  return isPositive(lapsed) && !isVoided && (endedAt ?? now) >= shifted(now, -LATE_USAGE_MS);
}

/** What a bucket is but for its amount. A purchase brings one, and another where a bonus comes with it. */
type ToCome = { readonly scope?: Scope | undefined };
export const bucketsOf = (bonus: ToCome | undefined): readonly ToCome[] => (bonus === undefined ? [{}] : [{}, bonus]);

type Moment = Pick<Draft, 'account' | 'recordedAt'>;

export function requireRoomFor(moment: Moment, more: readonly ToCome[]): void {
  const refusal = lackOfRoom(moment, more);
  if (refusal) throw refusal;
}

export const hasRoomFor = (moment: Moment, more: readonly ToCome[]): boolean => lackOfRoom(moment, more) === null;

function lackOfRoom({ account, recordedAt: now }: Moment, more: readonly ToCome[]): DomainError | null {
  const pending = Object.values(account.purchases).filter(({ status }) => status === 'pending');
  const setAside = Object.values(account.withdrawals).flatMap(({ allocation }) => allocation);
  const open = [
    ...account.buckets.filter((bucket) => isInUse(bucket, now)),
    ...pending.flatMap(({ bonus }) => bucketsOf(bonus)),
    ...setAside,
  ];
  if (open.length + more.length > MOST_BUCKETS) {
    const message = `An account has at most ${MOST_BUCKETS} open buckets; spend, void or let end some of them first.`;
    return new DomainError('too-many-buckets', message, { open: open.length, most: MOST_BUCKETS });
  }
  const scopeBytes = (buckets: readonly ToCome[]) => buckets.reduce((sum, { scope }) => sum + bytesOfScope(scope), 0);
  if (scopeBytes(more) === 0 || scopeBytes(open) + scopeBytes(more) <= MOST_SCOPE_BYTES_IN_ALL) return null;
  const message = `The scopes of an account's open buckets have at most ${MOST_SCOPE_BYTES_IN_ALL} bytes in all.`;
  return new DomainError('too-many-buckets', message, { open: open.length, most: MOST_BUCKETS });
}

/** Scopes never change: each is measured once. */
const measured = new WeakMap<Scope, number>();
function bytesOfScope(scope: Scope | undefined): number {
  if (scope === undefined) return 0;
  const bytes = measured.get(scope) ?? bytesOf(scope);
  measured.set(scope, bytes);
  return bytes;
}

export function requireRoomForResource(account: Account, resourceId: string): void {
  const ids = [...Object.keys(account.resources), resourceId];
  if (ids.length <= MOST_RESOURCES && bytesOf(ids) <= MOST_RESOURCE_ID_BYTES) return;
  const message = `An account has at most ${MOST_RESOURCES} running resources and volumes, and their ids ${MOST_RESOURCE_ID_BYTES} bytes in all.`;
  throw new DomainError('too-many-resources', message, { running: ids.length - 1 });
}

export function requireRoomForHold({ holds }: Account, more: HeldFor, lines: number): void {
  const held = holds.reduce((sum, hold) => sum + hold.held.length, lines);
  const bytes = holds.reduce((sum, hold) => sum + bytesOfHold(hold), bytesOf(more));
  if (held <= MOST_HOLD_LINES && bytes <= MOST_HOLD_BYTES) return;
  const message = 'The open holds of an account are too many or too large; capture or release some of them first.';
  throw new DomainError('too-many-holds', message, { open: holds.length });
}

/** What a hold is for never changes: a part of it that is captured leaves the rest of the text as it was. */
const measuredHolds = new WeakMap<Hold, number>();
function bytesOfHold(hold: Hold): number {
  const { held: _, ...heldFor } = hold;
  const bytes = measuredHolds.get(hold) ?? bytesOf(heldFor);
  measuredHolds.set(hold, bytes);
  return bytes;
}

export function checkScope(scope: Scope | undefined, field = 'scope'): void {
  if (bytesOfScope(scope) <= MOST_SCOPE_BYTES) return;
  throw new DomainError('invalid', `${field} must have at most ${MOST_SCOPE_BYTES} bytes as JSON.`, { field });
}

/** UTF-8. There is no Buffer here: a character counts one byte to four, and as JSON writes it. */
function bytesOf(value: unknown): number {
  let bytes = 0;
  for (const character of JSON.stringify(value)) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
