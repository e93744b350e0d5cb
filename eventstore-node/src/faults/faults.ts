import type { Feed, FeedPage } from '../subscriptions/feed.js';
import type { GrpcCall } from '../transport/grpc-call.js';

/** How appends go wrong. `silent` writes nothing and never answers; with `-after-apply` the events are stored. */
const APPEND_FAULTS = ['silent', 'silent-after-apply', 'cut-after-apply', 'answer-twice', 'refuse', 'slow'] as const;
/** How deliveries go wrong. `end` ends subscriptions politely, without an error; `silent` delivers nothing any more. */
const SUBSCRIPTION_FAULTS = ['end', 'duplicate', 'reorder', 'silent'] as const;

export type AppendFault = { readonly kind: (typeof APPEND_FAULTS)[number]; readonly delayMs: number };
export type SubscriptionFault = (typeof SUBSCRIPTION_FAULTS)[number];

export class UnknownFault extends Error {}

/** A request over HTTP. `count`: how often; without it until further notice. */
export interface FaultRequest {
  readonly append?: string;
  readonly subscription?: string;
  readonly count?: number;
}

/** An append, and the ways to answer it. */
export interface AppendConduct<Answer> {
  readonly call: GrpcCall;
  apply(): Promise<Answer>;
  respond(answer: Answer): void;
  readonly refusal: Answer;
}

/** Misbehaviour on request, for tests of those who depend on this node. Without a request everything is as it should be. */
export class Faults {
  private append: { readonly fault: AppendFault; left: number } | undefined;
  private subscription: { readonly fault: SubscriptionFault; left: number } | undefined;
  private readonly subscribers = new Set<GrpcCall>();

  /** Replaces what was requested before. */
  request({ append, subscription, count = Infinity }: FaultRequest): void {
    this.append = append === undefined ? undefined : { fault: appendFault(append), left: count };
    this.subscription =
      subscription === undefined ? undefined : { fault: subscriptionFault(subscription), left: count };
    if (subscription === 'end') this.endSubscriptions();
  }

  describe(): object {
    return { append: this.append ?? null, subscription: this.subscription ?? null };
  }

  async conductAppend<Answer>(conduct: AppendConduct<Answer>): Promise<void> {
    const fault = this.nextAppendFault();
    if (fault?.kind === 'silent') return;
    if (fault?.kind === 'refuse') return conduct.respond(conduct.refusal);
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    const answer = await conduct.apply();
    if (fault?.kind === 'silent-after-apply') return;
    if (fault?.kind === 'cut-after-apply') return conduct.call.breakConnection();
    conduct.respond(answer);
    if (fault?.kind === 'answer-twice') conduct.respond(answer);
  }

  /** The feed of a subscription, with the requested faults. */
  feed(feed: Feed, call: GrpcCall): Feed {
    this.subscribers.add(call);
    call.onClosed(() => this.subscribers.delete(call));
    return { next: () => this.nextPage(feed), countWaiting: (limit) => feed.countWaiting(limit) };
  }

  private nextPage(feed: Feed): FeedPage {
    if (this.subscription?.fault === 'silent') return { events: [], checkpoints: [], isAtEnd: true };
    const page = feed.next();
    if (page.events.length === 0 || !this.subscription || --this.subscription.left < 0) return page;
    // Checkpoints count events of the page as it was.
    const events =
      this.subscription.fault === 'duplicate'
        ? page.events.flatMap((event) => [event, event])
        : [...page.events].reverse();
    return { events, checkpoints: [], isAtEnd: page.isAtEnd };
  }

  private nextAppendFault(): AppendFault | undefined {
    if (!this.append || --this.append.left < 0) return undefined;
    return this.append.fault;
  }

  private endSubscriptions(): void {
    for (const call of this.subscribers) {
      if (!this.subscription || --this.subscription.left < 0) return;
      call.end();
    }
    this.subscription = undefined;
  }
}

function appendFault(text: string): AppendFault {
  const [kind, delay = '0'] = text.split(':') as [string, string?];
  const known = APPEND_FAULTS.find((name) => name === kind);
  if (!known || !Number.isFinite(Number(delay)))
    throw new UnknownFault(`append must be one of ${APPEND_FAULTS.join(', ')}; slow with a delay in ms: slow:500.`);
  return { kind: known, delayMs: Number(delay) };
}

function subscriptionFault(text: string): SubscriptionFault {
  const known = SUBSCRIPTION_FAULTS.find((name) => name === text);
  if (!known) throw new UnknownFault(`subscription must be one of ${SUBSCRIPTION_FAULTS.join(', ')}.`);
  return known;
}
