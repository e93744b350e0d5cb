/**
 * Checks the credits of many accounts that nobody has used before, as a gateway does. Run with a small heap; prints
 * how many answers there were. Every account has the history of one that is made here: the log itself takes no memory.
 */
import { checkCredits } from '#domain/account/usage/check-credits.js';
import { amount } from '#domain/money.js';
import { createAccountWriter } from '../writer/account-writer.js';
import { realClock } from '../clock.js';
import type { EventStore } from '../port/event-store.js';
import { streamName, streamPrefix } from '../port/streams.js';
import { MemoryEventStore } from './memory-event-store.js';
import { buildAccount } from './real-account.js';

const ACCOUNTS = 8_000;
const AT_ONCE = 50;
const BUCKETS = 20;

const made = new MemoryEventStore();
await buildAccount(createAccountWriter(made, realClock), 'made', BUCKETS);
const store: EventStore = {
  // Bookmarks, of which nothing is kept.
  append: () => Promise.resolve({ outcome: 'appended', streamRevision: 0, position: undefined }),
  readAll: (options) => made.readAll(options),
  subscribeToAll: (options) => made.subscribeToAll(options),
  dispose: () => made.dispose(),
  readStream: (stream, options) =>
    made.readStream(stream.startsWith(streamPrefix('account')) ? streamName('account', 'made') : stream, options),
};

const writer = createAccountWriter(store, realClock);
let answers = 0;
for (let first = 0; first < ACCOUNTS; first += AT_ONCE) {
  const ids = Array.from({ length: AT_ONCE }, (_, nth) => `cold-${first + nth}`);
  const checks = await Promise.all(
    ids.map((id) => writer.query(id, (account, now) => checkCredits(account, { product: 'vm' }, amount('1'), now))),
  );
  answers += checks.filter(({ isSufficient }) => isSufficient).length;
}
process.stdout.write(`${answers}\n`);
