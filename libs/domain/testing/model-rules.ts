/** What the model's rules are, and what several of them do. */
import type { AccountCommand } from '../account/decider.js';
import type { Scope } from '../account/events.js';
import { milliseconds } from '../messages.js';
import { type Model, type ModelBucket, ModelRefusal, type Units, write } from './model-state.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const CENT = 10n ** 16n;

export const isFiat = (method: string): boolean => ['card', 'bank_transfer'].includes(method);
/** 3 % in cents, half-up: what is paid in money is whole cents, so its hundredfold is whole. */
export const feeFor = (amount: Units, method: string): Units =>
  isFiat(method) ? (((amount / CENT) * 3n + 50n) / 100n) * CENT : 0n;

/** `at` is when the command is decided, `now` when it came: apart only beside a termination that is due (rule 2.33). */
export type Moment = { at: number; now: number; by: string };
export type Data<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>['data'];
export type ModelRule<T extends AccountCommand['type']> = {
  does(model: Model, data: Data<T>, moment: Moment): void;
  /** Rule 11.3: 403 comes before 400, and 400 before 404. What is invalid on any account is so without one. */
  isForbidden?(model: Model, data: Data<T>): string | null;
  isInvalid?(data: Data<T>, now: number): boolean;
  /** Rule 2.33. */
  bringsCreditsIn: boolean | ((data: Data<T>) => boolean);
};
export type Rules = { [T in AccountCommand['type']]: ModelRule<T> };

export function refuse(code: string): never {
  throw new ModelRefusal(code);
}

export const time = (at: string): number => milliseconds(at as Parameters<typeof milliseconds>[0]);

export function addBucket(
  model: Model,
  bucket: Pick<ModelBucket, 'kind' | 'source' | 'scope' | 'granted' | 'from' | 'until' | 'pending' | 'paidFor'>,
  nth = 0,
): ModelBucket {
  const id = `bkt-${model.tag}-${model.revision}${nth > 0 ? `.${nth}` : ''}`;
  const place = model.revision + nth / 1000;
  if (bucket.kind !== 'prepaid' && !bucket.pending) model.cameIn = true;
  const added = {
    ...bucket,
    id,
    place,
    remaining: bucket.granted,
    held: 0n,
    lapsed: 0n,
    voided: false,
    cycle: null,
    notices: [] as number[],
  };
  if (added.kind === 'promo' && added.until !== null) added.notices = [added.until - 7 * DAY, added.until - DAY];
  tellAfter(added, added.from);
  model.buckets.push(added);
  return added;
}

export function grant(
  model: Model,
  {
    amount,
    scope,
    from,
    until,
    source,
  }: { amount: Units; scope: Scope | null; from: number; until: number | null; source: string },
  now: number,
): ModelBucket {
  const pending = from > now;
  write(model, { type: 'PromoGranted', change: pending ? 0n : amount });
  const added = addBucket(model, {
    kind: 'promo',
    source,
    scope,
    granted: amount,
    from,
    until,
    pending,
    paidFor: false,
  });
  tellAfter(added, now);
  return added;
}

/** Of notices that would have come by then there are none any more. */
export function tellAfter(bucket: ModelBucket, now: number): void {
  bucket.notices = bucket.notices.filter((at) => at > now);
}
