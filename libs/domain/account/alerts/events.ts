/** What an account raises by itself at the end of a decision, for whoever is notified of it. It moves nothing. */
import type { Event } from '../../messages.js';
import type { Amount } from '../../money.js';

/** Available was above one of the account's thresholds before the decision, and is at or below it now. */
export type AlertRaised = Event<
  'AlertRaised',
  { readonly alert: 'low'; readonly threshold: Amount; readonly available: Amount }
>;

export type AlertEvent = AlertRaised;
