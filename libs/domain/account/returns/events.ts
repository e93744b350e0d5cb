/** Money that was not paid in credits comes back as credits. */
import type { Event } from '../../messages.js';
import type { BucketAmount } from '../credits.js';

/** `externalReference`: what the payment is known by elsewhere. The credits can be spent, not withdrawn. */
export type CreditsReturned = Event<
  'CreditsReturned',
  BucketAmount & { readonly product: string; readonly reason: string; readonly externalReference?: string }
>;

export type ReturnEvent = CreditsReturned;
