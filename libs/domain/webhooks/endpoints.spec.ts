import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors.js';
import { type Instant, SYSTEM } from '../messages.js';
import {
  type ConfigureWebhook,
  MOST_ENDPOINTS,
  endpointOf,
  endpointsAggregate,
  secretsOf,
  wants,
} from './endpoints.js';

const START = '2026-01-01T00:00:00.000Z' as Instant;
const DAY_LATER = '2026-01-02T00:00:00.000Z' as Instant;
const { decide, initialState } = endpointsAggregate;

const configure = (data: Partial<ConfigureWebhook['data']> = {}): ConfigureWebhook => ({
  type: 'ConfigureWebhook',
  data: { webhookId: 'w', url: 'https://a.example/', enabled: true, rotateSecret: false, newSecret: 'one', ...data },
  now: START,
  origin: SYSTEM,
});

describe('a webhook', () => {
  it('gets its secret when it is made, and keeps it when it is changed', () => {
    const made = decide(configure(), initialState);
    expect(made.events[0]?.data.secret).toBe('one');
    const changed = decide(configure({ url: 'https://b.example/', newSecret: 'two' }), made.state);
    expect(changed.events[0]?.data).not.toHaveProperty('secret');
    expect(endpointOf(changed.state, 'w')).toMatchObject({ url: 'https://b.example/', secret: 'one' });
  });

  it('signs with the secret before too for 24 h after a new one', () => {
    const { state } = decide(configure(), initialState);
    const rotated = decide(configure({ rotateSecret: true, newSecret: 'two' }), state);
    const endpoint = endpointOf(rotated.state, 'w')!;
    expect(secretsOf(endpoint, '2026-01-01T23:59:59.999Z' as Instant)).toEqual(['two', 'one']);
    expect(secretsOf(endpoint, DAY_LATER)).toEqual(['two']);
  });

  it('wants what it names, from its making on, while it is enabled', () => {
    const endpoint = endpointOf(decide(configure({ types: ['grace.started'] }), initialState).state, 'w')!;
    expect(wants(endpoint, 'grace.started', START)).toBe(true);
    expect(wants(endpoint, 'purchase.failed', START)).toBe(false);
    expect(wants(endpoint, 'grace.started', '2025-12-31T23:59:59.999Z' as Instant)).toBe(false);
    expect(wants({ ...endpoint, enabled: false }, 'grace.started', START)).toBe(false);
  });

  it('is refused beyond the limit, and may still be changed', () => {
    let state = initialState;
    for (let n = 0; n < MOST_ENDPOINTS; n++) ({ state } = decide(configure({ webhookId: `w${n}` }), state));
    expect(() => decide(configure({ webhookId: 'more' }), state)).toThrow(DomainError);
    expect(decide(configure({ webhookId: 'w0', enabled: false }), state).events).toHaveLength(1);
  });
});
