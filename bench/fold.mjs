#!/usr/bin/env node
// What the projector itself costs an event: decoding, folding through all read models, and the bytes for Redis, which
// here answers at once and costs nothing. `node bench/fold.mjs [--beside DIR]…` takes turns with other builds, in one process.
import { Command } from 'commander';
import { Command as RedisCommand } from 'ioredis';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chargeOf, openWithFiveBuckets } from './five-buckets.mjs';
import { NextTurnStore } from './next-turn-store.mjs';
import { count } from './options.mjs';
import { median } from './statistics.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const WORKERS = 64;

const { beside, accounts, charges, spanMinutes, rounds } = new Command('fold')
  .option('--beside <directories...>', 'other checkouts, built', [])
  .option('--accounts <number>', 'accounts of five buckets', count, 3_000)
  .option('--charges <number>', 'in the log, one an event, over accounts at random', count, 30_000)
  .option('--span-minutes <number>', 'that the charges are spread over', count, 120)
  .option('--rounds <number>', 'of each build, after one that warms up', count, 5)
  .parse()
  .opts();

/** @typedef {{ stream: string, streamRevision: number, type: string, data: string, metadata: string }} Recorded */

class Recording extends NextTurnStore {
  /** @type {Recorded[]} */
  recorded = [];
  text = new TextDecoder();

  /**
   * @override
   * @param {string} stream
   * @param {readonly { id: string, type: string, data: Uint8Array, metadata: Uint8Array }[]} events
   * @param {number | 'no_stream'} expected
   */
  append(stream, events, expected) {
    // Snapshots and bookmarks are projected by nobody.
    if (!stream.startsWith('account-')) return super.append(stream, events, expected);
    const first = expected === 'no_stream' ? 0 : expected + 1;
    for (const [nth, { type, data, metadata }] of events.entries()) {
      const [dataText, metadataText] = [this.text.decode(data), this.text.decode(metadata)];
      this.recorded.push({ stream, streamRevision: first + nth, type, data: dataText, metadata: metadataText });
    }
    return super.append(stream, events, expected);
  }
}

/** The log of accounts that are opened and then charged. */
async function writtenLog() {
  const { createAccountWriter } = await import(
    pathToFileURL(path.join(HERE, 'dist/libs/event-store/writer/account-writer.js')).href
  );
  const store = new Recording();
  const startsAt = Date.now() - spanMinutes * 60_000;
  let charged = 0;
  const clock = async () => new Date(startsAt + (charged / charges) * spanMinutes * 60_000).toISOString();
  const writer = createAccountWriter(store, clock, { cachedBytes: 2 ** 30 });
  const ids = Array.from({ length: accounts }, (_, n) => `acct-${String(n).padStart(7, '0')}`);
  await Promise.all(
    Array.from({ length: WORKERS }, async (_, worker) => {
      for (let n = worker; n < ids.length; n += WORKERS) await openWithFiveBuckets(writer, ids[n] ?? '');
    }),
  );
  const opened = store.recorded.length;
  await Promise.all(
    Array.from({ length: Math.min(WORKERS, accounts) }, async (_, worker) => {
      const own = ids.filter((_id, n) => n % WORKERS === worker);
      while (charged < charges) await writer.execute(own[Math.floor(Math.random() * own.length)], chargeOf(charged++));
    }),
  );
  return { opening: store.recorded.slice(0, opened), charging: store.recorded.slice(opened) };
}

/** @param {string} directory */
async function variantOf(directory) {
  const load = (/** @type {string} */ file) => import(pathToFileURL(path.join(directory, 'dist', file)).href);
  const { Applier } = await load('libs/read-models/projector/apply.js');
  const { arrivedIn } = await load('libs/read-models/projector/aggregates.js');
  const { rowScripts } = await load('libs/read-models/redis/row-scripts.js');
  const { keysOf } = await load('libs/read-models/redis/keys.js');
  const { projections } = await load('projections/index.js');
  // A build from before it has the client pack its calls.
  const { packedCall = packedByClient } = await load('libs/read-models/redis/packed-call.js').catch(() => ({}));
  return { directory, Applier, arrivedIn, packedCall, rowScripts, keys: keysOf('bench').build('build'), projections };
}

/** @typedef {Awaited<ReturnType<typeof variantOf>>} Variant */

const DIGEST = '0'.repeat(40);

/** @param {{ digest: string, keys: readonly string[], args: readonly (string | number)[] }} call */
function packedByClient({ digest, keys, args }) {
  const command = new RedisCommand('evalsha', [digest, keys.length, ...keys, ...args], { replyEncoding: 'utf8' });
  return Buffer.from(String(command.toWritable({})));
}

/** Bytes that have been made for Redis. */
let bytes = 0;

/**
 * A Redis that has stored everything before anybody looks.
 * @param {Variant} variant
 */
function storeOf({ packedCall, rowScripts }) {
  /** @type {(name: string, keys: readonly string[], args: readonly any[]) => Promise<unknown>} */
  const run = async (name, keys, args) => {
    bytes += packedCall({ digest: DIGEST, keys, args }).length;
    return name === 'apply' ? answersTo(args) : null;
  };
  return { run, field: async () => '', ...rowScripts(run, async () => false) };
}

/**
 * As the script: for each shard, that everything was applied. Of a build that packs aggregates by itself, the fourth argument of each shard
 * says how many; some of that build name their streams after it, and those that are packed come last.
 * @param {readonly (string | number | object)[]} args
 */
function answersTo(args) {
  const answers = [];
  if (args.some((arg) => typeof arg === 'object')) {
    for (let at = 0; at < args.length; at++) {
      answers.push(Array.from({ length: Number(args[at + 3]) }, () => 1));
      while (typeof args[at] !== 'object') at++;
    }
    return answers;
  }
  for (let at = 0; at < args.length;) {
    const aggregates = Number(args[at + 3]);
    at += 4;
    for (let nth = 0; nth < aggregates; nth++) {
      const writes = Number(args[at + 6]);
      at += 7;
      for (let write = 0; write < writes; write++) at += 3 + Number(args[at + 2]);
    }
    answers.push(Array.from({ length: aggregates }, () => 1));
  }
  return answers;
}

/** @param {Variant} variant */
async function applierOf(variant) {
  const { Applier, projections, keys } = variant;
  const parts = { registry: projections, store: storeOf(variant), keys, history: null, isRead: false };
  if (Applier.open) return Applier.open(parts);
  // A build from before that.
  const applier = new Applier(parts);
  await applier.open();
  return applier;
}

let position = 0n;

/**
 * Processor time an event, in microseconds.
 * @param {Variant} variant
 * @param {InstanceType<Variant['Applier']>} applier
 * @param {readonly Recorded[]} log
 * @param {number} batchSize
 */
async function take({ arrivedIn }, applier, log, batchSize) {
  const begun = process.cpuUsage();
  for (let at = 0; at < log.length; at += batchSize) {
    const batch = [];
    for (const { data, metadata, ...event } of log.slice(at, at + batchSize)) {
      position++;
      const parsed = { data: JSON.parse(data), metadata: JSON.parse(metadata) };
      batch.push(arrivedIn({ ...event, ...parsed, id: '', position: { commit: position, prepare: position } }));
    }
    await applier.apply(batch, { commit: position, prepare: position });
  }
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / log.length;
}

/**
 * The same of an applier that folds on and writes once in a while, as where rows are made anew. A build from before that: by
 * batches.
 * @param {Variant} variant
 * @param {InstanceType<Variant['Applier']>} applier
 * @param {readonly Recorded[]} log
 */
async function makeAnew(variant, applier, log) {
  if (!applier.takeIn) return take(variant, applier, log, 1_000);
  const begun = process.cpuUsage();
  const takesIn = { apply: applier.takeIn.bind(applier) };
  await take(variant, takesIn, log, 1_000);
  await applier.catchUp();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / log.length;
}

const { opening, charging } = await writtenLog();
const variants = [];
for (const directory of [...beside, HERE]) variants.push(await variantOf(path.resolve(directory)));
/** @typedef {{ opening: number[], large: number[], small: number[], anew: number[], bytes: number }} Taken */
/** @type {Map<Variant, Taken>} */
const taken = new Map(variants.map((variant) => [variant, { opening: [], large: [], small: [], anew: [], bytes: 0 }]));
const half = charging.length / 2;
for (let round = 0; round <= rounds; round++) {
  for (const variant of variants) {
    const applier = await applierOf(variant);
    const opened = await take(variant, applier, opening, 1_000);
    bytes = 0;
    const large = await take(variant, applier, charging.slice(0, half), 1_000);
    const small = await take(variant, applier, charging.slice(half), 40);
    const written = bytes / charging.length;
    const fresh = await applierOf(variant);
    await makeAnew(variant, fresh, opening);
    const anew = await makeAnew(variant, fresh, charging);
    const own = taken.get(variant);
    if (round === 0 || !own) continue;
    own.anew.push(anew);
    own.opening.push(opened);
    own.large.push(large);
    own.small.push(small);
    own.bytes = written;
  }
}
for (const [{ directory }, own] of taken) {
  const text = (/** @type {number[]} */ micros) =>
    `${median(micros).toFixed(1)} [${Math.min(...micros).toFixed(1)}]`.padEnd(14);
  process.stdout.write(
    `opening ${text(own.opening)} charges by 1,000 ${text(own.large)} by 40 ${text(own.small)} made anew ${text(own.anew)} µs, ${own.bytes.toFixed(0)} bytes ${directory}\n`,
  );
}
process.exit(0);
