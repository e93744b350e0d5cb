import { describe, expect, it } from '@jest/globals';
import { instant } from '#domain/messages.js';
import { type CounterEvent, counter, counterCodec } from '../testing/counter.js';
import { add, keyed, note, setUp, undo } from '../testing/counter-set-up.js';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { createWriter } from './writer.js';

/** A writer that counts the entries which it folds beside those that `decide` has folded. */
function countingWriter(store = new MemoryEventStore()) {
  const folded = { entries: 0 };
  const counted = (events: readonly CounterEvent[]) => (folded.entries += events.flatMap(counter.entriesOf).length);
  const writer = createWriter({
    store,
    aggregate: {
      ...counter,
      evolve: (state, event) => (counted([event]), counter.evolve(state, event)),
      evolveAll: (state, events) => (counted(events), counter.evolveAll(state, events)),
    },
    codec: counterCodec,
    clock: () => instant(Date.UTC(2026, 0, 1)),
    snapshots: { schemaVersion: 1 },
  });
  return { writer, folded, store };
}

describe('what was decided is folded once, by the decision', () => {
  it('one by one, in batches, with facts that fell due before it, and beside old entries', async () => {
    const { writer, folded, store } = countingWriter();
    await writer.execute('a', add(1, 'first'));
    await Promise.all(Array.from({ length: 400 }, (_, nth) => writer.execute('a', add(1, `k${nth}`))));
    await writer.execute('a', note('noted', { text: 'n', count: 3, due: 5 }));
    await writer.execute('a', undo(1, 'undone'));
    expect(folded.entries).toBe(0);
    const state = await writer.load('a');
    await writer.close();
    store.deleteStream('snapshot-bookmark-counter-a');
    const read = countingWriter(store);
    expect(await read.writer.load('a')).toEqual(state);
    expect(read.folded.entries).toBe(410);
  });

  it('up to the event that finishes a chunk, where that lies within a command', async () => {
    const { writer, folded, store } = countingWriter();
    await writer.execute('a', { type: 'Note', data: { text: 'n', count: 1_200 }, origin: keyed('many') });
    await writer.close();
    expect(folded.entries).toBe(1_000);
    const [snapshot] = store.events('snapshot-counter-a');
    expect(snapshot?.data).toMatchObject({ revision: 1_000, state: { revision: 1_000, notes: 1_000 } });
    const { writer: reading, store: same } = setUp({}, store);
    expect(await reading.load('a')).toEqual({ revision: 1_200, total: 0, notes: 1_200 });
    expect(same.counts.readEvents).toBeLessThan(256 + 300);
  });
});
