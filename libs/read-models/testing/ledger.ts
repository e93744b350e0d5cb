/** Histories of an account for specs: commands go in, the domain's own events come out. */
import type { AccountCommand } from '#domain/account/decider.js';
import { entriesOf } from '#domain/account/entries.js';
import type { AccountEvent, Settings } from '#domain/account/events.js';
import { evolve } from '#domain/account/evolve.js';
import { type Account, unopened } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import { type Instant, shifted } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { decideReading } from '#domain/testing/reading.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

export type AccountOrder = {
  [T in AccountCommand['type']]: Pick<Extract<AccountCommand, { type: T }>, 'type' | 'data'>;
}[AccountCommand['type']];

export const START = '2026-11-21T12:00:00.000Z' as Instant;
export const later = (at: Instant, ms: number): Instant => shifted(at, ms);

export class Ledger {
  readonly events: AccountEvent[] = [];
  account: Account = unopened;
  now = START;

  constructor(
    readonly accountId = 'acme',
    readonly tag = 'aaaaaaaaaaaa',
    overrides: Partial<Settings> = {},
  ) {
    this.do({ type: 'OpenAccount', data: { accountId, tag, settings: { ...DEFAULT_SETTINGS, ...overrides } } });
  }

  /** The events that the command brings; a refusal is thrown. */
  do(order: AccountOrder, key = 'tester'): readonly AccountEvent[] {
    const command = { ...order, now: this.now, origin: { actor: { key } } } as AccountCommand;
    const events = this.decide(command);
    this.account = events.reduce(evolve, this.account);
    this.events.push(...events);
    return events;
  }

  /** As `do`, but a refusal brings nothing. */
  try(order: AccountOrder, key?: string): readonly AccountEvent[] {
    try {
      return this.do(order, key);
    } catch (refusal) {
      if (refusal instanceof DomainError) return [];
      throw refusal;
    }
  }

  wait(ms: number): this {
    this.now = later(this.now, ms);
    return this;
  }

  grant(credits: string, data: Partial<Extract<AccountOrder, { type: 'GrantPromo' }>['data']> = {}): string {
    const events = this.do({ type: 'GrantPromo', data: { amount: amount(credits), source: 'signup', ...data } });
    return bucketIn(events);
  }

  purchase(credits: string, status: 'pending' | 'completed' = 'completed'): string {
    const events = this.do({
      type: 'PurchasePrepaid',
      data: { amount: amount(credits), paymentMethod: 'usdc', status, invoiceUrl: 'https://pay.example/1' },
    });
    return status === 'completed' ? bucketIn(events) : purchaseIn(events);
  }

  charge(credits: string, data: Partial<Extract<AccountOrder, { type: 'ChargeUsage' }>['data']> = {}): string {
    const cost = amount(credits);
    const events = this.do({ type: 'ChargeUsage', data: { cost, product: 'inference', mode: 'record', ...data } });
    const charge = events.find((event) => event.type === 'UsageCharged');
    return charge?.data.lines[0]?.transactionId ?? '';
  }

  private decide(command: AccountCommand): readonly AccountEvent[] {
    const log = new Map(this.events.flatMap(entriesOf).map((entry) => [entry.revision, entry]));
    return decideReading(this.account, command, log).events;
  }
}

const bucketIn = (events: readonly AccountEvent[]): string =>
  events.flatMap((event) => ('bucketId' in event.data ? [event.data.bucketId] : []))[0] ?? '';
const purchaseIn = (events: readonly AccountEvent[]): string =>
  events.flatMap((event) => (event.type === 'PurchaseOpened' ? [event.data.purchaseId] : []))[0] ?? '';
