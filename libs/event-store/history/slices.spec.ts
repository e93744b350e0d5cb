import { expect, it } from '@jest/globals';
import { emptyStream, foldStored } from './loaded-stream.js';
import { streamName } from '../port/streams.js';
import { counter, counterCodec } from '../testing/counter.js';
import { note, setUp } from '../testing/counter-set-up.js';

/** An aggregate whose every event takes its time to fold. */
const slow = {
  ...counter,
  evolve(...args: Parameters<typeof counter.evolve>) {
    for (const until = performance.now() + 3; performance.now() < until;);
    return counter.evolve(...args);
  },
};

it('lets others have their turns while a long history is folded', async () => {
  const { store, writer } = setUp();
  await writer.execute('a', note('k', { text: 'long', count: 40 }));
  const stream = streamName('counter', 'a');
  const loaded = emptyStream('a', stream, counter.initialState);
  let isFolded = false;
  let turns = 0;
  setImmediate(function others() {
    if (isFolded) return;
    turns++;
    setImmediate(others);
  });
  // Events that are at hand already: nothing else would let go of the event loop.
  const folded = await foldStored({ aggregate: slow, codec: counterCodec }, loaded, store.events(stream), () => {});
  isFolded = true;
  expect([folded, loaded.state.notes]).toEqual([40, 40]);
  expect(turns).toBeGreaterThan(0);
});
