/** The events of one webhook's deliveries: a storage contract, as an account's events are. Each webhook has a stream of its own. */
import type { Event, Instant } from '../messages.js';
import type { Notification } from '../notifications/notifications.js';

/** `isAgain`: somebody requested that it is sent once more. */
export type DeliveryScheduled = Event<
  'DeliveryScheduled',
  { readonly deliveryId: string; readonly notification: Notification; readonly isAgain?: true }
>;

/** One process sends it, and nobody else before `until`. */
export type DeliveryClaimed = Event<'DeliveryClaimed', { readonly deliveryId: string; readonly until: Instant }>;

/** What came of one attempt. `httpStatus` is null where no answer came; `nextAttemptAt` absent: it is the last attempt. */
export type DeliveryAttempted = Event<
  'DeliveryAttempted',
  {
    readonly deliveryId: string;
    readonly attempt: number;
    readonly httpStatus: number | null;
    readonly problem?: string;
    readonly hasSucceeded: boolean;
    readonly nextAttemptAt?: Instant;
  }
>;

/** Too many deliveries were open: the oldest of them is not tried any more, unless somebody requests it. */
export type DeliveryGivenUp = Event<'DeliveryGivenUp', { readonly deliveryId: string }>;

export type DeliveryEvent = DeliveryScheduled | DeliveryClaimed | DeliveryAttempted | DeliveryGivenUp;
