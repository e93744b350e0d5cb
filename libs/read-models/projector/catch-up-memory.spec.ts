/** Rows that wait to be written are bounded by what they weigh: accounts may have hundreds of buckets. */
import { afterEach, expect, it, jest } from '@jest/globals';
import { createBuilds } from '../builds/builds.js';
import type { Projection } from '../projection/projection.js';
import { keysOf, positionText } from '../redis/keys.js';
import { connectRedis } from '../redis/redis-store.js';
import { MemoryLog } from '../testing/memory-log.js';
import { startRedis } from '../testing/redis-server.js';
import { CatchUp, MOST_BYTES } from './catch-up.js';
import type { Arrived } from './source.js';
import { Stored } from './stored.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const ROW_BYTES = 1_000_000;
const large: Projection<{ readonly text: string }, never, unknown> = {
  of: 'promo-code',
  name: 'large',
  version: 1,
  keys: () => ['row'],
  evolve: (rows) => rows.set('row', { text: 'x'.repeat(ROW_BYTES) }),
};
const REGISTRY = [large];

const arrivedOf = (nth: number): Arrived => ({
  category: 'promo-code',
  stream: `promo-code-CODE-${nth}`,
  streamRevision: 0,
  id: `event-${nth}`,
  position: { commit: BigInt(nth + 1), prepare: BigInt(nth + 1) },
  entries: [{}],
  revision: 1,
  size: 1,
});

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it('holds no more rows than fit into memory, however large they are', async () => {
  const server = await startRedis();
  const store = connectRedis(server.url, { patience: 'fails' });
  ends.push(
    () => server.stop(),
    () => store.close(),
  );
  const build = await createBuilds(store, REGISTRY, 'spec').begin();
  const keys = keysOf('spec').build(build);
  const stored = await Stored.read({
    registry: REGISTRY,
    store,
    keys,
    history: new MemoryLog().history,
    isRead: false,
  });
  const behind = new CatchUp(stored);
  let most = 0;
  for (let nth = 0; nth < 1.5 * (MOST_BYTES / ROW_BYTES); nth++) {
    const arrived = arrivedOf(nth);
    await behind.take([arrived], positionText(arrived.position));
    most = Math.max(most, stored.known.bytesAhead);
  }
  expect(most).toBeGreaterThan(MOST_BYTES / 2);
  expect(most).toBeLessThan(MOST_BYTES + 2 * ROW_BYTES);
  await behind.finish();
  expect(stored.known.bytesAhead).toBe(0);
});
