/** Subscriptions that a line looks at for a while, and then leaves. */
import type { AllStreamResolvedEvent, AllStreamSubscription, StreamSubscription } from '@eventstore/db-client';

type Subscription = StreamSubscription | AllStreamSubscription;
type EventOf<S extends Subscription> = S extends AsyncIterable<infer Event> ? Event : never;

/** The first events of a subscription, which ends with them. */
export async function firstOf<S extends Subscription>(count: number, subscription: S): Promise<EventOf<S>[]> {
  const events: EventOf<S>[] = [];
  try {
    for await (const event of subscription) if (events.push(event as EventOf<S>) === count) break;
  } finally {
    await subscription.unsubscribe().catch(() => undefined);
  }
  return events;
}

/** Resolves when the server says that what was stored has been sent. To be asked for before anything is awaited. */
export const caughtUp = (subscription: Subscription): Promise<void> => announced(subscription, 'caughtUp');

export const confirmed = (subscription: Subscription): Promise<void> => announced(subscription, 'confirmation');

const announced = (subscription: Subscription, event: 'caughtUp' | 'confirmation'): Promise<void> =>
  new Promise((resolve, reject) => {
    subscription.once(event as 'caughtUp', () => resolve());
    // Stays: an error that nobody listens to would end the process.
    subscription.on('error', reject);
  });

/** What the server says of a subscription besides its events, as it comes in. */
export function announcements(subscription: Subscription): string[] {
  const said: string[] = [];
  for (const event of ['confirmation', 'caughtUp', 'fellBehind'])
    subscription.on(event as 'caughtUp', () => said.push(event));
  return said;
}

/** As `firstOf`; once the subscription is live, `act` does something that it should tell of. */
export async function firstOfWhileLive<S extends Subscription>(
  count: number,
  subscription: S,
  act: () => Promise<unknown>,
): Promise<EventOf<S>[]> {
  const [events] = await Promise.all([firstOf(count, subscription), caughtUp(subscription).then(act)]);
  return events;
}

export const positionsOf = (events: readonly AllStreamResolvedEvent[]): bigint[] =>
  events.map(({ event }) => event?.position?.commit as bigint);
