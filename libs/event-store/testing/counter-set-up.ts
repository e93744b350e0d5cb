/** One log, and writers and commands of counters on it. */
import { type Instant, type Origin, instant } from '#domain/messages.js';
import type { Request, WriterLimits } from '../writer/execute-command.js';
import type { Finality } from '../writer/finality.js';
import { createWriter } from '../writer/writer.js';
import { type Add, type CounterEvent, type Note, type Undo, counter, counterCodec } from './counter.js';
import { MemoryEventStore } from './memory-event-store.js';

export const keyed = (key: string, requestHash = 'h'): Origin => ({ key, requestHash, actor: { key: 'service' } });

export const add = (amount: number, key: string, limit?: number): Request<Add> => ({
  type: 'Add',
  data: { amount, ...(limit !== undefined && { limit }) },
  origin: keyed(key),
});
export const note = (key: string, data: Note['data']): Request<Note> => ({ type: 'Note', data, origin: keyed(key) });
export const undo = (revision: number, key: string): Request<Undo> => ({
  type: 'Undo',
  data: { revision },
  origin: keyed(key),
});

/** A clock that moves on by a millisecond at each look, shared by all writers. */
export function setUp(limits: Partial<WriterLimits> = {}, store = new MemoryEventStore()) {
  let time = Date.parse('2026-01-01T00:00:00.000Z');
  const clock = (): Instant => instant(time++);
  const writerOf = (schemaVersion = 1, finality?: Finality) => {
    const snapshots = { schemaVersion };
    return createWriter({ store, aggregate: counter, codec: counterCodec, clock, snapshots, limits, finality });
  };
  const entries = (): CounterEvent[] =>
    store.events('counter-a').flatMap((event) => [...counter.entriesOf(counterCodec.decode(event))]);
  return { store, writerOf, writer: writerOf(), entries, setTime: (at: string) => (time = Date.parse(at)) };
}
