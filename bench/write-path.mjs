#!/usr/bin/env node
// What the write path itself costs: the writer of accounts on a store that answers in the next turn of the event loop and
// costs nothing. `node bench/write-path.mjs [--beside DIR]…` takes turns with other builds of the product, in one process.
import { Command } from 'commander';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { count } from './options.mjs';
import { median } from './statistics.mjs';
import { NextTurnStore } from './next-turn-store.mjs';
import { chargeOf, openWithFiveBuckets } from './five-buckets.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));

const { beside, accounts, inFlight, rounds, charges } = new Command('write-path')
  .option('--beside <directories...>', 'other checkouts, built', [])
  .option('--accounts <number>', 'accounts of five buckets', count, 10_000)
  .option('--in-flight <number>', 'commands at a time', count, 64)
  .option('--rounds <number>', 'of each build; the first of them warms up', count, 5)
  .option('--charges <number>', 'in each round', count, 20_000)
  .parse()
  .opts();

/** @param {string} directory */
async function variantOf(directory) {
  const load = (/** @type {string} */ file) => import(pathToFileURL(path.join(directory, 'dist/libs', file)).href);
  const { createAccountWriter } = await load('event-store/writer/account-writer.js');
  const { realClock } = await load('event-store/clock.js');
  const store = new NextTurnStore();
  const open = () => createAccountWriter(store, realClock, { cachedBytes: 2 ** 30 });
  const writer = open();
  const ids = Array.from({ length: accounts }, (_, n) => `acct-${String(n).padStart(7, '0')}`);
  for (let n = 0; n < ids.length; n += 100)
    await Promise.all(ids.slice(n, n + 100).map((id) => openWithFiveBuckets(writer, id)));
  await openWithFiveBuckets(writer, 'hot');
  store.keeps = false;
  return { directory, store, open, writer, ids };
}

/** @typedef {Awaited<ReturnType<typeof variantOf>>} Variant */

let sent = 0;

/**
 * @param {number} total
 * @param {(n: number) => Promise<unknown>} act
 */
async function inTurns(total, act) {
  let begun = 0;
  const one = async () => {
    while (begun < total) await act(begun++);
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: inFlight }, one));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / total;
}

/** @type {Record<string, (variant: Variant) => Promise<number>>} */
const loads = {
  [`charges over ${accounts} accounts`]: ({ writer, ids }) =>
    inTurns(charges, () => writer.execute(ids[Math.floor(Math.random() * ids.length)], chargeOf(sent++))),
  'charges on one account': ({ writer }) => inTurns(charges, () => writer.execute('hot', chargeOf(sent++))),
  'cold loads': async ({ open, ids }) => {
    const cold = open();
    return inTurns(Math.min(ids.length, charges), (n) => cold.load(ids[n]));
  },
};

const variants = [];
for (const directory of [...beside, HERE]) variants.push(await variantOf(path.resolve(directory)));
for (const [name, load] of Object.entries(loads)) {
  /** @type {Map<Variant, number[]>} */
  const taken = new Map(variants.map((variant) => [variant, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const variant of variants) {
      const micros = await load(variant);
      if (round > 0) taken.get(variant)?.push(micros);
    }
  }
  for (const [{ directory }, micros] of taken) {
    const text = `${median(micros).toFixed(1)} µs, least ${Math.min(...micros).toFixed(1)}`;
    process.stdout.write(`${name.padEnd(32)} ${text.padEnd(28)} ${directory}\n`);
  }
}
process.exit(0);
