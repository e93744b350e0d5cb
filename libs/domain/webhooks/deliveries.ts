/**
 * The deliveries of one webhook: scheduled, claimed, attempted, and tried again with growing pauses over days. The state
 * holds those that are open and nothing of the others, which are in the log.
 */
import { DomainError } from '../errors.js';
import {
  type Command,
  type Decision,
  EntriesNeeded,
  type Instant,
  type KnownEntries,
  nameOf,
  nothingKnown,
  shifted,
} from '../messages.js';
import { ofOneEntryEvents } from '../one-entry-events.js';
import type { Notification } from '../notifications/notifications.js';
import type { DeliveryEvent, DeliveryScheduled } from './events.js';

export type ScheduleDelivery = Command<'ScheduleDelivery', { readonly notification: Notification }>;
export type ClaimDelivery = Command<'ClaimDelivery', { readonly deliveryId: string }>;
export type RecordAttempt = Command<
  'RecordAttempt',
  { readonly deliveryId: string; readonly httpStatus: number | null; readonly problem?: string }
>;
export type Redeliver = Command<'Redeliver', { readonly deliveryId: string }>;
export type DeliveryCommand = ScheduleDelivery | ClaimDelivery | RecordAttempt | Redeliver;

export type OpenDelivery = {
  readonly deliveryId: string;
  readonly notification: Notification;
  readonly attempts: number;
  readonly nextAttemptAt: Instant;
  readonly claimedUntil?: Instant;
};

export type Deliveries = {
  readonly revision: number;
  readonly recordedAt: Instant;
  /** The oldest first. A list, as thousands of them are copied at once for each event. */
  readonly open: readonly OpenDelivery[];
};

/** A receiver that is dead for longer than this many notifications loses the oldest, which may be requested again. */
export const MOST_OPEN = 10_000;
/** An attempt takes less. */
const CLAIM_MS = 30_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Pauses after failed attempts: three days in all. */
export const PAUSES_MS: readonly number[] = [
  5_000,
  30_000,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
  24 * HOUR_MS,
];

const none: Deliveries = { revision: 0, recordedAt: '0000-01-01T00:00:00.000Z' as Instant, open: [] };

export const deliveryOf = ({ open }: Deliveries, deliveryId: string): OpenDelivery | null =>
  open.find((delivery) => delivery.deliveryId === deliveryId) ?? null;

/** Those that may be claimed, the longest overdue first. */
export const dueAt = ({ open }: Deliveries, now: Instant): readonly OpenDelivery[] =>
  open.filter((delivery) => isFree(delivery, now)).sort((a, b) => (a.nextAttemptAt < b.nextAttemptAt ? -1 : 1));

const isFree = ({ nextAttemptAt, claimedUntil }: OpenDelivery, now: Instant): boolean =>
  nextAttemptAt <= now && (claimedUntil === undefined || claimedUntil <= now);

type Fact = Pick<DeliveryEvent, 'type' | 'data'>;

function decide(
  command: DeliveryCommand,
  deliveries: Deliveries,
  entries: KnownEntries<DeliveryEvent> = nothingKnown,
): Decision<Deliveries, DeliveryEvent> {
  const now = command.now > deliveries.recordedAt ? command.now : deliveries.recordedAt;
  const events: DeliveryEvent[] = [];
  let state = deliveries;
  for (const fact of factsOf({ ...command, now }, deliveries, entries)) {
    const { revision } = state;
    const event = { ...fact, revision: revision + 1, recordedAt: now, effectiveAt: now, origin: command.origin };
    events.push(event as DeliveryEvent);
    state = evolve(state, event as DeliveryEvent);
  }
  return { events, state };
}

function factsOf(
  command: DeliveryCommand,
  deliveries: Deliveries,
  entries: KnownEntries<DeliveryEvent>,
): readonly Fact[] {
  switch (command.type) {
    case 'ScheduleDelivery': {
      const { notification } = command.data;
      return lastScheduled(notification.id, entries) ? [] : scheduled(notification.id, notification, deliveries);
    }
    case 'ClaimDelivery':
      return claimed(command, deliveries);
    case 'RecordAttempt':
      return attempted(command, deliveries);
    case 'Redeliver':
      return again(command.data.deliveryId, deliveries, entries);
    default:
      return command satisfies never;
  }
}

function scheduled(
  deliveryId: string,
  notification: Notification,
  { open }: Deliveries,
  isAgain?: true,
): readonly Fact[] {
  const given = open.length >= MOST_OPEN ? open.slice(0, 1) : [];
  return [
    ...given.map(({ deliveryId: oldest }) => ({ type: 'DeliveryGivenUp' as const, data: { deliveryId: oldest } })),
    { type: 'DeliveryScheduled', data: { deliveryId, notification, ...(isAgain && { isAgain }) } },
  ];
}

function claimed({ data: { deliveryId }, now }: ClaimDelivery, deliveries: Deliveries): readonly Fact[] {
  const delivery = deliveryOf(deliveries, deliveryId);
  if (!delivery || !isFree(delivery, now)) throw new DomainError('wrong-state', 'The delivery is not due.');
  return [{ type: 'DeliveryClaimed', data: { deliveryId, until: shifted(now, CLAIM_MS) } }];
}

/** Only 2xx is a success. What was given up or delivered meanwhile needs no record. */
function attempted({ data, now }: RecordAttempt, deliveries: Deliveries): readonly Fact[] {
  const delivery = deliveryOf(deliveries, data.deliveryId);
  if (!delivery) return [];
  const hasSucceeded = data.httpStatus !== null && data.httpStatus >= 200 && data.httpStatus < 300;
  const pauseMs = hasSucceeded ? undefined : PAUSES_MS[delivery.attempts];
  const next = pauseMs === undefined ? {} : { nextAttemptAt: shifted(now, pauseMs) };
  return [{ type: 'DeliveryAttempted', data: { ...data, attempt: delivery.attempts + 1, hasSucceeded, ...next } }];
}

/** One that is open is tried at once, from the first pause on again. */
function again(deliveryId: string, deliveries: Deliveries, entries: KnownEntries<DeliveryEvent>): readonly Fact[] {
  const last = lastScheduled(deliveryId, entries);
  if (!last) {
    throw new DomainError('not-found', `This webhook has no delivery ${deliveryId}.`);
  }
  return scheduled(deliveryId, last.data.notification, deliveries, true);
}

/** However old it is. Throws `EntriesNeeded` where that is not at hand. */
function lastScheduled(deliveryId: string, entries: KnownEntries<DeliveryEvent>): DeliveryScheduled | null {
  const search = { find: 'newest', mark: scheduledAs(deliveryId) } as const;
  const found = entries.found.get(nameOf(search));
  if (!found) throw new EntriesNeeded([], [search]);
  const last = found.at(-1);
  return last?.type === 'DeliveryScheduled' ? last : null;
}

const scheduledAs = (deliveryId: string): string => `scheduled ${deliveryId}`;

function evolve(deliveries: Deliveries, event: DeliveryEvent): Deliveries {
  const { revision, recordedAt } = event;
  return { revision, recordedAt, open: openAfter(deliveries.open, event) };
}

function openAfter(open: Deliveries['open'], { type, data, recordedAt }: DeliveryEvent): Deliveries['open'] {
  const place = open.findIndex(({ deliveryId }) => deliveryId === data.deliveryId);
  const delivery = open[place];
  const others = () => open.filter((_, nth) => nth !== place);
  switch (type) {
    case 'DeliveryScheduled': {
      const { deliveryId, notification } = data;
      return [...others(), { deliveryId, notification, attempts: 0, nextAttemptAt: recordedAt }];
    }
    case 'DeliveryClaimed':
      return delivery ? open.with(place, { ...delivery, claimedUntil: data.until }) : open;
    case 'DeliveryAttempted': {
      if (!delivery || data.nextAttemptAt === undefined) return others();
      const { claimedUntil: _, ...free } = delivery;
      return open.with(place, { ...free, attempts: data.attempt, nextAttemptAt: data.nextAttemptAt });
    }
    case 'DeliveryGivenUp':
      return others();
    default:
      return type satisfies never;
  }
}

export const deliveriesAggregate = ofOneEntryEvents<Deliveries, DeliveryCommand, DeliveryEvent>({
  category: 'webhook',
  initialState: none,
  decide,
  evolve,
  marksOf: ({ type, data }) => (type === 'DeliveryScheduled' ? { mark: scheduledAs(data.deliveryId) } : {}),
});
