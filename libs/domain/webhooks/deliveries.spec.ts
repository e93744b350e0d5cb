import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors.js';
import { EntriesNeeded, type Instant, type KnownEntries, SYSTEM, instant, isFoundBy, nameOf } from '../messages.js';
import type { Notification } from '../notifications/notifications.js';
import { type DeliveryCommand, MOST_OPEN, PAUSES_MS, deliveriesAggregate, deliveryOf, dueAt } from './deliveries.js';
import type { DeliveryEvent } from './events.js';

const { decide, initialState, marksOf } = deliveriesAggregate;
const START = Date.UTC(2026, 0, 1);
const after = (ms: number): Instant => instant(START + ms);

const notification = (revision: number): Notification => ({
  id: `acme~${revision}`,
  type: 'grace.started',
  accountId: 'acme',
  revision,
  at: after(0),
  what: {},
});

/** One webhook's stream, decided with its log at hand as the write path does. */
class Stream {
  state = initialState;
  readonly log: DeliveryEvent[] = [];

  do(type: DeliveryCommand['type'], data: object, ms = 0): string {
    const command = { type, data, now: after(ms), origin: SYSTEM } as DeliveryCommand;
    try {
      const { events, state } = this.decided(command);
      this.log.push(...events);
      this.state = state;
      return events.map((event) => event.type).join();
    } catch (problem) {
      if (problem instanceof DomainError) return problem.code;
      throw problem;
    }
  }

  private decided(command: DeliveryCommand) {
    try {
      return decide(command, this.state);
    } catch (problem) {
      if (!(problem instanceof EntriesNeeded)) throw problem;
      const found = problem.searches.map((search) => {
        return [nameOf(search), this.log.filter((event) => isFoundBy(marksOf(event), search))] as const;
      });
      const known: KnownEntries<DeliveryEvent> = { at: new Map(), found: new Map(found) };
      return decide(command, this.state, known);
    }
  }

  schedule = (revision = 1): string => this.do('ScheduleDelivery', { notification: notification(revision) });
  claim = (ms = 0): string => this.do('ClaimDelivery', { deliveryId: 'acme~1' }, ms);
  attempt = (httpStatus: number | null, ms = 0): string =>
    this.do('RecordAttempt', { deliveryId: 'acme~1', httpStatus }, ms);
  due = (ms: number): readonly string[] => dueAt(this.state, after(ms)).map(({ deliveryId }) => deliveryId);
}

const scheduled = (): Stream => {
  const stream = new Stream();
  expect(stream.schedule()).toBe('DeliveryScheduled');
  return stream;
};

describe('a delivery', () => {
  it('is scheduled once, whatever came of it', () => {
    const stream = scheduled();
    expect(stream.schedule()).toBe('');
    expect([stream.claim(), stream.attempt(204)]).toEqual(['DeliveryClaimed', 'DeliveryAttempted']);
    expect(stream.schedule()).toBe('');
    expect(stream.state.open).toEqual([]);
  });

  it('is sent by the one process that claimed it, until the claim is over', () => {
    const stream = scheduled();
    expect(stream.due(0)).toEqual(['acme~1']);
    expect([stream.claim(), stream.claim(29_999)]).toEqual(['DeliveryClaimed', 'wrong-state']);
    expect([stream.due(29_999), stream.due(30_000)]).toEqual([[], ['acme~1']]);
    expect(stream.claim(30_000)).toBe('DeliveryClaimed');
  });

  it('is tried again after pauses that grow over days, and then no more', () => {
    const stream = scheduled();
    let ms = 0;
    for (const pauseMs of PAUSES_MS) {
      expect([stream.claim(ms), stream.attempt(500, ms)]).toEqual(['DeliveryClaimed', 'DeliveryAttempted']);
      expect([stream.due(ms + pauseMs - 1), stream.due(ms + pauseMs)]).toEqual([[], ['acme~1']]);
      ms += pauseMs;
    }
    expect(ms).toBeGreaterThan(3 * 86_400_000);
    expect([stream.claim(ms), stream.attempt(null, ms)]).toEqual(['DeliveryClaimed', 'DeliveryAttempted']);
    expect(stream.log.at(-1)?.data).toMatchObject({ attempt: PAUSES_MS.length + 1, hasSucceeded: false });
    expect(stream.state.open).toEqual([]);
  });

  it.each([199, 301, 404, 500, null])('has not succeeded with %p', (httpStatus) => {
    const stream = scheduled();
    stream.attempt(httpStatus);
    expect(deliveryOf(stream.state, 'acme~1')?.attempts).toBe(1);
  });

  it('is sent once more on request, and one that never was is not there', () => {
    const stream = scheduled();
    stream.attempt(200);
    expect(stream.do('Redeliver', { deliveryId: 'acme~1' }, 60_000)).toBe('DeliveryScheduled');
    expect(stream.due(60_000)).toEqual(['acme~1']);
    expect(stream.do('Redeliver', { deliveryId: 'acme~2' })).toBe('not-found');
  });

  it('is given up where too many are open, the oldest first', () => {
    const stream = scheduled();
    const [oldest] = stream.state.open;
    const more = Array.from({ length: MOST_OPEN - 1 }, (_, nth) => ({ ...oldest!, deliveryId: `acme~${nth + 2}` }));
    stream.state = { ...stream.state, open: [...stream.state.open, ...more] };
    expect(stream.schedule(MOST_OPEN + 1)).toBe('DeliveryGivenUp,DeliveryScheduled');
    expect(deliveryOf(stream.state, 'acme~1')).toBeNull();
    expect(stream.state.open).toHaveLength(MOST_OPEN);
  });
});
