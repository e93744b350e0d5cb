/**
 * Holds the estimate of what streams take in memory against the heap, for accounts of so many buckets: as loaded, and
 * after the commands that made them. Run with --expose-gc; prints one line of JSON for each.
 */
import { type AccountWriter, createAccountWriter } from '../writer/account-writer.js';
import { realClock } from '../clock.js';
import { MemoryEventStore } from './memory-event-store.js';
import { buildAccount } from './real-account.js';

const PLENTY = { cachedStreams: Infinity, cachedBytes: Infinity };

/** Bytes of the heap and of what typed arrays hold outside. */
function usedBytes(): number {
  for (let round = 0; round < 4; round++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

/** What memory the writer's streams take, and what it believes that they take. */
async function weighed(writer: { current: AccountWriter | null }) {
  await settled();
  const estimated = writer.current?.cached.bytes ?? 0;
  const before = usedBytes();
  writer.current = null;
  await settled();
  return { estimated, measured: before - usedBytes() };
}

async function measure(buckets: number, accounts: number): Promise<void> {
  const store = new MemoryEventStore();
  const ids = Array.from({ length: accounts }, (_, nth) => `account-${nth}-of-${buckets}`);
  const writing = { current: createAccountWriter(store, realClock, PLENTY) as AccountWriter | null };
  for (const id of ids) if (writing.current) await buildAccount(writing.current, id, buckets);
  const written = await weighed(writing);
  const reading = { current: createAccountWriter(store, realClock, PLENTY) as AccountWriter | null };
  for (const id of ids) await reading.current?.query(id, ({ revision }) => revision);
  const read = await weighed(reading);
  const line = { buckets, written, read };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

for (const [buckets, accounts] of [
  [-1, 1_600],
  [0, 800],
  [5, 400],
  [20, 150],
  [200, 30],
] as const)
  await measure(buckets, accounts);
