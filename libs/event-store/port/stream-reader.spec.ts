import { expect, it } from '@jest/globals';
import { MemoryEventStore } from '../testing/memory-event-store.js';
import { readerOf } from './stream-reader.js';

it('a page of no events is empty, though a server takes no such read', async () => {
  const store = new MemoryEventStore();
  await expect(readerOf(store, 'account-a').page(0, 0)).resolves.toEqual([]);
  const read = async () => {
    for await (const _ of store.readStream('account-a', { maxCount: 0 }));
  };
  await expect(read()).rejects.toThrow();
});
