/**
 * What charges over many accounts leave in V8's old generation, where it stays until all of that is collected: of accounts that
 * nobody asked for a while. Run with --expose-gc; prints the bytes of a charge, whose description alone has 8,000.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { SYSTEM } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { createAccountWriter } from '../writer/account-writer.js';
import { realClock } from '../clock.js';
import type { EventStore } from '../port/event-store.js';
import { MemoryEventStore } from './memory-event-store.js';
import { buildAccount } from './real-account.js';

const ACCOUNTS = 400;
const AT_ONCE = 50;
const LENGTH = 8_000;
/** Of some hundred appends a table or list that is made anew now and then is made several times. */
const ROUNDS = 3;

const made = new MemoryEventStore();
let keeps = true;
const store: EventStore = {
  append: (stream, events, expected) =>
    keeps
      ? made.append(stream, events, expected)
      : Promise.resolve({ outcome: 'appended', streamRevision: Number(expected) + events.length, position: undefined }),
  readAll: (options) => made.readAll(options),
  subscribeToAll: (options) => made.subscribeToAll(options),
  dispose: () => made.dispose(),
  readStream: (stream, options) => made.readStream(stream, options),
};

/** All that lives is old after two of them; what died in between is gone. */
const collectYoung = (): void => {
  for (let round = 0; round < 3; round++) globalThis.gc?.({ type: 'minor' });
};

const writer = createAccountWriter(store, realClock);
const ids = Array.from({ length: ACCOUNTS }, (_, nth) => `account-${nth}`);
for (const id of ids) await buildAccount(writer, id, 5);
keeps = false;

let sent = 0;
const charge = (id: string) =>
  writer.execute(id, {
    type: 'ChargeUsage',
    data: {
      cost: amount('0.01'),
      product: 'inference',
      mode: 'record',
      description: String(sent++).padEnd(LENGTH, '.'),
    },
    origin: { ...SYSTEM, key: `charge-${sent}`, requestHash: 'hash' },
  });

/** Without their answers, which whoever waits for all of them would hold. */
async function chargeAll(): Promise<void> {
  for (let first = 0; first < ACCOUNTS; first += AT_ONCE) {
    for (const id of ids.slice(first, first + AT_ONCE)) void charge(id);
    await writer.query(ids[first + AT_ONCE - 1] ?? '', () => undefined);
    await turn();
    collectYoung();
  }
}

await chargeAll();
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
for (let round = 0; round < ROUNDS; round++) await chargeAll();
const left = process.memoryUsage().heapUsed - before;
process.stdout.write(`${Math.round(left / (ROUNDS * ACCOUNTS))}\n`);
