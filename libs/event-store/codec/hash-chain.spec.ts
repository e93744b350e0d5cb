import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StoredEvent } from '../port/event-store.js';
import { NO_PREVIOUS, chained, hashEvent, hashOf, jsonBytes, verify } from './hash-chain.js';

/** A chain of so many events, as a store would give it back. */
function chain(length: number): StoredEvent[] {
  let previousHash = NO_PREVIOUS;
  return Array.from({ length }, (_, streamRevision) => {
    const event: StoredEvent = {
      stream: 'account-a',
      id: crypto.randomUUID(),
      type: 'Counted',
      streamRevision,
      position: { commit: 0n, prepare: 0n },
      data: { n: streamRevision, text: 'Ž' },
      metadata: { v: 1, previousHash },
      created: new Date(0),
    };
    previousHash = hashOf(event);
    return event;
  });
}

async function* stream(events: readonly StoredEvent[]) {
  yield* events;
}
const found = async (events: readonly StoredEvent[]) => {
  const verification = await verify(stream(events));
  return verification.isIntact ? 'intact' : `${verification.first.kind} ${verification.first.streamRevision}`;
};
const renumbered = (events: readonly StoredEvent[]) => events.map((event, i) => ({ ...event, streamRevision: i }));

describe('a hash chain', () => {
  it('is intact as it was written', async () => {
    const events = chain(10);
    expect(await verify(stream(events))).toEqual({ isIntact: true, events: 10, head: hashOf(events[9]!) });
    expect(await verify(stream([]))).toEqual({ isIntact: true, events: 0, head: NO_PREVIOUS });
  });

  it.each(['data', 'metadata', 'id', 'type'] as const)('shows an event whose %s was altered', async (part) => {
    const events = chain(10);
    const altered = part === 'metadata' ? { ...(events[4]!.metadata as object), v: 2 } : 'other';
    events[4] = { ...events[4]!, [part]: altered };
    expect(await found(events)).toBe('altered 4');
  });

  it('shows a missing event, with a gap and renumbered', async () => {
    const events = chain(10);
    const gap = events.filter((_, i) => i !== 3);
    expect(await found(gap)).toBe('missing 3');
    expect(await found(renumbered(gap))).toBe('altered 2');
    expect(await found(events.slice(1))).toBe('missing 0');
    expect(await found(renumbered(events.slice(1)))).toBe('altered 0');
  });

  it('shows an inserted event, also one that carries the right hash', async () => {
    const events = chain(10);
    const before = events[5]!;
    const forged = { ...before, id: crypto.randomUUID(), metadata: { v: 1, previousHash: hashOf(events[4]!) } };
    expect(await found(renumbered([...events.slice(0, 5), forged, ...events.slice(5)]))).toBe('inserted 5');
    expect(await found([...events.slice(0, 6), forged, ...events.slice(6)])).toBe('inserted 5');
  });

  it('shows reordered events', async () => {
    const events = chain(10);
    const swapped = [...events.slice(0, 4), events[5]!, events[4]!, ...events.slice(6)];
    expect(await found(swapped)).toBe('reordered 4');
    expect(await found(renumbered(swapped))).toMatch(/^altered /);
  });

  it('shows a changed end against a head that was kept elsewhere', async () => {
    const events = chain(10);
    const head = { streamRevision: 9, hash: hashOf(events[9]!) };
    const altered = [...events.slice(0, 9), { ...events[9]!, data: 'other' }];
    expect(await found(altered)).toBe('intact');
    expect(await verify(stream(altered), head)).toMatchObject({ first: { kind: 'altered', streamRevision: 9 } });
    expect(await verify(stream(events.slice(0, 8)), head)).toMatchObject({
      first: { kind: 'missing', streamRevision: 8 },
    });
    expect(await verify(stream(events), head)).toMatchObject({ isIntact: true });
  });

  it('hashes what was stored: JSON that is read gives the same bytes again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (data, type) => {
        const [id, metadata] = ['id', { previousHash: NO_PREVIOUS }];
        const written = { type, id, data: jsonBytes(data), metadata: jsonBytes(metadata) };
        const read = { ...written, data: JSON.parse(Buffer.from(written.data).toString()), metadata };
        const event = { ...read, stream: '', streamRevision: 3, position: { commit: 0n, prepare: 0n } };
        return hashOf({ ...event, created: new Date(0) }) === hashEvent(NO_PREVIOUS, written, 3);
      }),
    );
  });

  it('is the same where an event is written and hashed at once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.nat(), (data, type, revision) => {
        const [json, id, metadata] = [JSON.stringify(data), 'id', '{"previousHash":"ü"}'];
        const { proposed, hash } = chained(NO_PREVIOUS, { type, id, data: json, metadata }, revision);
        const texts = [proposed.data, proposed.metadata].map((bytes) => Buffer.from(bytes).toString());
        expect([...texts, proposed.id, proposed.type]).toEqual([json, metadata, id, type]);
        expect(hash).toBe(hashEvent(NO_PREVIOUS, proposed, revision));
      }),
    );
  });

  it('tells apart events whose parts together are the same bytes', () => {
    const event = { type: 'ab', id: 'c', data: jsonBytes('x'), metadata: jsonBytes({}) };
    expect(hashEvent('', event, 1)).not.toBe(hashEvent('', { ...event, type: 'a', id: 'bc' }, 1));
  });
});
