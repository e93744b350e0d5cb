/** The largest decisions that an account's limits allow, of each kind: every one is a single append of the embedded node. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AccountCommand } from '#domain/account/decider.js';
import { entriesOf, pack } from '#domain/account/entries.js';
import type { AccountEvent, AccountEventType, EventData } from '#domain/account/events.js';
import { MOST_BUCKETS, MOST_DEBTS_AT_ONCE, MOST_RESOURCE_ID_BYTES } from '#domain/account/limits.js';
import { type Instant, SYSTEM, instant } from '#domain/messages.js';
import { type Amount, amount, sum } from '#domain/money.js';
import { accountCodec } from './codec/account-codec.js';
import { createAccountWriter } from './writer/account-writer.js';
import type { EventStore } from './port/event-store.js';
import { connectEventStore } from './eventstoredb/eventstoredb.js';
import { DEFAULT_LIMITS, type Request } from './writer/execute-command.js';
import { jsonBytes } from './codec/hash-chain.js';
import { streamName } from './port/streams.js';
import { keyed } from './testing/counter-set-up.js';
import { type Server, startServer } from './testing/server.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

let server: Server | undefined;
let store: EventStore;
/** Bytes of each append to an account. */
const appends: number[] = [];
beforeAll(async () => {
  const given = process.env['EVENTSTORE_URL'];
  if (!given) server = await startServer();
  const connected = connectEventStore(given ?? server!.url);
  store = Object.assign(Object.create(connected) as EventStore, {
    append: (...[stream, events, expected]: Parameters<EventStore['append']>) => {
      if (stream.startsWith('account-'))
        appends.push(events.reduce((bytes, { data, metadata }) => bytes + data.length + metadata.length, 0));
      return connected.append(stream, events, expected);
    },
  });
}, 60_000);
afterAll(async () => {
  await store.dispose();
  await server?.remove();
});

/** A quarter of what is allowed, so that the test ends in time: bytes grow with the number of lines, and are held so. */
const BUCKETS = Number(process.env['LIMITS_BUCKETS'] ?? MOST_BUCKETS / 4);
/** What the ids of an account with a billion entries would add to the two lists of a decision, deflated. */
const LONGER_IDS_BYTES = 2 * BUCKETS * 6;
const LIMITS = {
  bytesPerAppend: (DEFAULT_LIMITS.bytesPerAppend * BUCKETS) / MOST_BUCKETS - LONGER_IDS_BYTES,
  decideWithinMs: 120_000,
};
const TAG = 'q7xk2m9d4tza';
const HOUR = 3_600_000;
const OPENED = Date.parse('2026-01-01T00:00:00.000Z');
const settings = { ...DEFAULT_SETTINGS, onZero: 'terminate' as const };

let seed = 1;
const digits = (count: number): string =>
  Array.from({ length: count }, () => (seed = (seed * 48_271) % 2_147_483_647) % 10).join('');
/** As many digits as each of 8,000 parts of an amount may have. */
const longAmount = (): Amount => amount(`9${digits(7)}.${digits(17)}1`);

/** A past that is put into the log as it is: to live through it would take minutes. */
class Past {
  readonly events: AccountEvent[] = [];
  now = OPENED;
  constructor(readonly accountId: string) {
    this.add('AccountOpened', { accountId, tag: TAG, settings });
  }
  get next(): number {
    return this.events.length + 1;
  }
  add<T extends AccountEventType>(type: T, data: EventData<T>): this {
    const at = instant(this.now);
    this.events.push({
      type,
      revision: this.next,
      recordedAt: at,
      effectiveAt: at,
      origin: SYSTEM,
      data,
    } as AccountEvent);
    return this;
  }
  grants(terms: Partial<EventData<'PromoGranted'>> = {}): this {
    for (let nth = 0; nth < BUCKETS; nth++)
      this.add('PromoGranted', {
        bucketId: `bkt-${TAG}-${this.next}`,
        amount: longAmount(),
        source: 'promo_code',
        ...terms,
      });
    return this;
  }
  purchases(): this {
    for (let nth = 0; nth < BUCKETS; nth++) {
      const paid = { amount: amount(`1${digits(5)}.${digits(1)}1`), fee: amount('0'), total: amount('10') };
      const purchase = { purchaseId: `pur-${TAG}-${this.next}`, ...paid, paymentMethod: 'usdc' as const };
      this.add('PurchaseOpened', purchase);
      this.add('PurchaseCompleted', { ...purchase, bucketId: `bkt-${TAG}-${this.next}`, isGranted: false });
    }
    return this;
  }
  /** Free of charge: what runs at a rate would be charged, and terminated, before the decision that is looked at. */
  resources(): this {
    const id = (nth: number) => `${nth}-${digits(120)}`;
    const most = (MOST_RESOURCE_ID_BYTES * BUCKETS) / MOST_BUCKETS;
    // As JSON each has two quotes and a comma more.
    for (let nth = 0; (nth + 1) * (id(nth).length + 3) < most; nth++)
      this.add('ResourceStarted', { resourceId: id(nth), kind: 'instance', product: 'vm', ratePerHour: amount('0') });
    return this;
  }
  get granted(): readonly EventData<'PromoGranted'>[] {
    return this.events.flatMap((event) => (event.type === 'PromoGranted' ? [event.data] : []));
  }
}

/** Writes the past down and has a writer of its own go on from there. */
async function goingOn({ accountId, events, now }: Past) {
  const stream = streamName('account', accountId);
  const proposed = pack(events).map((event) => {
    const { type, data, metadata } = accountCodec.encode(event);
    return { id: randomUUID(), type, data: jsonBytes(data), metadata: jsonBytes(metadata) };
  });
  for (let at = 0; at < proposed.length; at += 8)
    await store.append(stream, proposed.slice(at, at + 8), at === 0 ? 'no_stream' : at - 1);
  let time = now;
  const clock = (): Instant => instant(time);
  const writer = createAccountWriter(store, clock, LIMITS);
  await writer.load(accountId);
  return {
    wait: (ms: number) => (time += ms),
    load: () => writer.load(accountId),
    close: () => writer.close(),
    /** Asks, and holds what comes of it: one append with room, and the same answer from a process that starts anew. */
    async decide(type: AccountCommand['type'], data: object) {
      const request = { type, data, origin: keyed(`${type} ${time}`) } as unknown as Request<AccountCommand>;
      const before = appends.length;
      const answer = await writer.execute(accountId, request);
      const own = appends.slice(before);
      expect(own.at(-1)).toBeLessThan(LIMITS.bytesPerAppend);
      const again = createAccountWriter(store, clock, LIMITS);
      const replayed = await again.execute(accountId, request);
      expect({ ...replayed, isReplay: false }).toEqual(answer);
      return { ...answer, entries: answer.entries.flatMap(entriesOf), appends: own };
    },
  };
}

const fresh = (): Past => new Past(`limits-${process.pid}-${Date.now()}-${digits(6)}`);
const countOf = (entries: readonly { readonly type: string }[]) =>
  entries.reduce<Record<string, number>>((counts, { type }) => ({ ...counts, [type]: (counts[type] ?? 0) + 1 }), {});
const all = (past: Past): Amount => sum(past.granted.map((each) => each.amount));
const usage = (cost: Amount, more = {}) => ({ cost, product: 'inference', mode: 'record', ...more });

describe('the largest decision is one append:', () => {
  it('late usage that thousands of lapsed buckets pay, and that terminates all that runs; and its refund', async () => {
    const past = fresh()
      .resources()
      .grants({ expiresAt: instant(OPENED + HOUR) });
    past.now += 2 * HOUR;
    for (const { bucketId, amount: lapsed } of past.granted)
      past.add('BucketExpired', { bucketId, kind: 'promo', amount: lapsed, cause: 'expired' });
    const account = await goingOn(past);
    const cost = sum([all(past), amount('1')]);
    const charged = await account.decide('ChargeUsage', usage(cost, { occurredAt: instant(OPENED) }));
    expect(countOf(charged.entries)).toEqual({
      BucketExpiryReversed: BUCKETS,
      UsageCharged: 1,
      ServiceTerminated: 1,
    });
    expect(charged.appends.length).toBe(1);
    const [line] = charged.entries.flatMap((entry) => (entry.type === 'UsageCharged' ? entry.data.lines : []));
    expect(sum(line!.allocation.map((each) => each.amount))).toBe(all(past));
    expect(line!.overdraft).toBe('1.00');

    account.wait(HOUR);
    const { entries } = await account.decide('Refund', { transactionId: line!.transactionId });
    const [refund] = entries.flatMap((entry) => (entry.type === 'UsageRefunded' ? [entry.data] : []));
    expect(refund).toMatchObject({ amount: cost, overdraft: '1.00' });
    expect(refund!.allocation.length).toBe(BUCKETS);
    expect((await account.load()).buckets.filter(({ source }) => source === 'refund').length).toBe(BUCKETS);
  }, 240_000);

  it('a withdrawal of thousands of purchases, and its rejection', async () => {
    const past = fresh().purchases();
    const account = await goingOn(past);
    const { buckets } = await account.load();
    const whole = sum(buckets.map(({ remaining }) => remaining));
    const { entries } = await account.decide('RequestWithdrawal', { amount: whole, destination: 'bank' });
    const [request] = entries.flatMap((entry) => (entry.type === 'WithdrawalRequested' ? [entry.data] : []));
    expect(request!.allocation.length).toBe(BUCKETS);
    account.wait(100 * HOUR);
    const rejected = await account.decide('RejectWithdrawal', { withdrawalId: request!.withdrawalId });
    expect(rejected.state.buckets.map(({ remaining }) => remaining)).toEqual(buckets.map(({ remaining }) => remaining));
  }, 240_000);

  it('the closing of an account with thousands of buckets', async () => {
    const account = await goingOn(fresh().grants());
    const closed = await account.decide('CloseAccount', { forfeit: true });
    expect(countOf(closed.entries)).toEqual({ BucketExpired: BUCKETS, AccountClosed: 1 });
    expect(closed.appends.length).toBe(1);
  }, 240_000);

  it('a purchase that repays more debts than one entry names; the rest follows, and a refund finds who paid', async () => {
    const past = fresh();
    const debts = 3 * MOST_DEBTS_AT_ONCE + 7;
    for (let nth = 0; nth < debts; nth++) {
      const own = { revision: past.next, transactionId: `tx-${TAG}-${past.next}`, actor: SYSTEM.actor };
      const owed = { amount: amount('0.01'), overdraft: amount('0.01'), allocation: [], mode: 'record' as const };
      past.add('UsageCharged', { lines: [{ ...own, ...owed, effectiveAt: instant(OPENED), product: 'inference' }] });
    }
    const account = await goingOn(past);
    const order = { amount: amount('100'), paymentMethod: 'usdc', status: 'completed' };
    const bought = await account.decide('PurchasePrepaid', order);
    expect(bought.state.debts.length).toBe(debts - MOST_DEBTS_AT_ONCE);
    account.wait(1);
    const next = await account.decide('ChargeUsage', usage(amount('1')));
    expect(countOf(next.entries)).toEqual({ UsageCharged: 1 });
    expect(next.state).toMatchObject({ overdraft: '0.00', debts: [] });
    account.wait(1);
    const { entries } = await account.decide('Refund', { transactionId: `tx-${TAG}-${debts}` });
    const bucketId = bought.entries.flatMap((each) =>
      each.type === 'PurchaseCompleted' ? [each.data.bucketId] : [],
    )[0];
    expect(entries[0]).toMatchObject({ data: { amount: '0.01', allocation: [{ bucketId, amount: '0.01' }] } });
  }, 240_000);

  it('and so is the snapshot of the state', async () => {
    const past = fresh().grants({ scope: { models: ['llama-70b'] } });
    const account = await goingOn(past);
    await account.close();
    const found = [];
    for await (const event of store.readStream(streamName('snapshot-account', past.accountId))) found.push(event);
    expect(found.length).toBe(Math.floor(past.events.length / 1_000));
    expect(Math.max(...found.map(({ data }) => jsonBytes(data).length))).toBeLessThan(LIMITS.bytesPerAppend);
  }, 240_000);
});
