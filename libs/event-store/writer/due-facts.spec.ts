import { describe, expect, it } from '@jest/globals';
import { type AccountCommand, accountAggregate } from '#domain/account/decider.js';
import { nextDue } from '#domain/account/due.js';
import { entriesOf } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '../codec/account-codec.js';
import { createAccountWriter } from './account-writer.js';
import { emptyStream } from '../history/loaded-stream.js';
import { propose } from './propose.js';
import { streamName } from '../port/streams.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

const START = '2026-01-01T00:00:00.000Z' as Instant;
const after = (hours: number): Instant => instant(milliseconds(START) + hours * 3_600_000);
const origin = { actor: { key: 'tester' } };
const charge = { cost: amount('1'), product: 'inference', mode: 'record' } as const;

/** Promos that come and go, each hour one, so that grace starts and ends in between. */
async function accountWithPromos(count: number, { isGap = false } = {}) {
  const store = new MemoryEventStore();
  let now = START;
  const writer = createAccountWriter(store, () => now, { bytesPerAppend: 60_000 });
  await writer.execute('acme', {
    type: 'OpenAccount',
    data: { accountId: 'acme', tag: 'acmexxxxxxxx', settings: DEFAULT_SETTINGS },
    origin,
  });
  const vm = { resourceId: 'disk', kind: 'storage', product: 'disk', ratePerHour: amount('0') } as const;
  await writer.execute('acme', { type: 'StartResource', data: vm, origin });
  await Promise.all(
    Array.from({ length: count }, (_, nth) => {
      const from = isGap ? 3 * nth + 1 : 1;
      const effectiveAt = after(from);
      const data = { amount: amount('0.01'), source: 'incentive', effectiveAt, expiresAt: after(from + 1) } as const;
      return writer.execute('acme', { type: 'GrantPromo', data, origin });
    }),
  );
  return { store, writer, setTime: (at: Instant) => (now = at) };
}

describe('facts that fell due before a command and do not fit into an append with it', () => {
  it('go ahead with what follows from each, so that what comes after is decided as it would have been', async () => {
    const { writer } = await accountWithPromos(8, { isGap: true });
    const state = await writer.load('acme');
    const command: AccountCommand = {
      type: 'ChargeUsage',
      data: charge,
      now: after(99),
      origin: { ...origin, key: 'k' },
    };
    const { events } = accountAggregate.decide(command, state);
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'BucketActivated',
        'BucketExpired',
        'GraceStarted',
        'ServiceTerminated',
        'ServiceRestored',
        'UsageCharged',
      ]),
    );
    const loaded = { ...emptyStream('acme', streamName('account', 'acme'), state), revision: state.revision };
    const decided = {
      events,
      answers: [{ item: {} as never, events: events.length, isRecorded: true, give: () => {} }],
    };
    const cuts = new Set<number>();
    for (let bytesPerAppend = 1_500; bytesPerAppend < 40_000; bytesPerAppend += 250) {
      // Each fact an event of its own: joined, so few of them would fit any append.
      const aggregate = { ...accountAggregate, pack: (each: readonly AccountEvent[]) => each };
      const context = { aggregate, codec: accountCodec, limits: { bytesPerAppend } };
      const ahead = propose(context, loaded, decided).events;
      cuts.add(ahead);
      const then = events.slice(0, ahead).reduce<Account>(accountAggregate.evolve, state);
      if (ahead < events.length) expect(accountAggregate.decide(command, then).events).toEqual(events.slice(ahead));
    }
    expect(cuts.size).toBeGreaterThan(8);
  });

  it('however many they are: the command is answered once all of them are recorded', async () => {
    const { store, writer, setTime } = await accountWithPromos(600);
    setTime(after(99));
    const appendsBefore = store.counts.appends;
    const { state, entries } = await writer.execute('acme', {
      type: 'ChargeUsage',
      data: charge,
      origin: { ...origin, key: 'k', requestHash: 'h' },
    });
    expect(entries.map(({ type }) => type)).toEqual(['UsageCharged']);
    expect(store.counts.appends - appendsBefore).toBeGreaterThan(1);
    expect(nextDue(state)).toBeNull();
    const recorded = store
      .events(streamName('account', 'acme'))
      .flatMap((stored) => entriesOf(accountCodec.decode(stored)));
    const types = recorded.map(({ type }) => type);
    expect(types.filter((type) => type === 'BucketExpired')).toHaveLength(600);
    const reloaded = await createAccountWriter(store, () => after(99)).load('acme');
    expect(reloaded).toEqual(state);
  });
});
