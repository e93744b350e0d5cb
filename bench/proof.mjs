// What the proof of a log costs: keeping its tree and signing it, writing an export, verifying that. Usage: node bench/proof.mjs [events]
import { generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NO_PREVIOUS, chained } from '#event-store/codec/hash-chain.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { keyIdOf } from '#proof/checkpoint.js';
import { exportOf } from '#proof/export.js';
import { Keeper } from '#proof/keeper.js';
import { leafOf } from '#proof/leaves.js';
import { verifyExport } from '#proof/verify-export.js';

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const ACCOUNTS = 10_000;
const BATCH = 1_000;
/** @type {any} */
const TIME = '2026-11-30T12:00:00.000Z';

/** @param {string} line */
const print = (line) => process.stdout.write(`${line}\n`);

/** A charge from two buckets, as it is stored, over many accounts by turns. */
async function* events() {
  const heads = new Map();
  for (let nth = 0; nth < EVENTS; nth++) {
    const stream = `account-team-${(nth * 7919) % ACCOUNTS}`;
    const { next, previousHash } = heads.get(stream) ?? { next: 0, previousHash: NO_PREVIOUS };
    const id = `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
    const allocation = ['a', 'b'].map((of) => ({ bucketId: `${id}${of}`, kind: 'promo', amount: '0.0000625' }));
    const origin = { key: `charge-${nth}`, requestHash: NO_PREVIOUS, actor: { key: 'gateway' } };
    const usage = { product: 'inference', model: 'llama-70b', amount: '0.000125' };
    const data = { lines: [{ transactionId: id, usage, allocation, overdraft: '0', ...origin }] };
    const metadata = { v: 1, revision: next + 1, recordedAt: TIME, effectiveAt: TIME, previousHash };
    const written = { type: 'UsageCharged', id, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
    heads.set(stream, { next: next + 1, previousHash: chained(previousHash, written, next).hash });
    const position = { commit: BigInt(nth), prepare: BigInt(nth) };
    yield { stream, streamRevision: next, id, type: 'UsageCharged', data, metadata, position, created: new Date(0) };
  }
}

/**
 * What the keeper writes, in memory: the log itself is made anew each time that it is read.
 * @returns {any}
 */
function streamsInMemory() {
  /** @type {Map<string, { data: unknown, streamRevision: number }[]>} */
  const streams = new Map();
  return {
    readAll: events,
    /** @type {(stream: string, events: { data: Uint8Array }[], expected: number | 'no_stream') => Promise<object>} */
    async append(stream, [event], expected) {
      const stored = streams.get(stream) ?? [];
      const streamRevision = expected === 'no_stream' ? 0 : expected + 1;
      stored.push({ data: JSON.parse(Buffer.from(event?.data ?? []).toString()), streamRevision });
      streams.set(stream, stored);
      return { outcome: 'appended', streamRevision };
    },
    /** @type {(stream: string, options?: { from?: number, maxCount?: number, direction?: string }) => AsyncGenerator<object>} */
    async *readStream(stream, { from = 0, maxCount = Infinity, direction = 'forwards' } = {}) {
      const stored = streams.get(stream) ?? [];
      yield* direction === 'backwards' ? stored.slice(-1) : stored.slice(from, from + maxCount);
    },
  };
}

/**
 * @param {string} what
 * @param {() => Promise<void>} work
 */
async function measured(what, work) {
  const [before, at] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(before);
  const [cpuS, wallS] = [(user + system) / 1e6, (performance.now() - at) / 1e3];
  const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
  const eachUs = ((cpuS * 1e6) / EVENTS).toFixed(1);
  print(`${what}: ${cpuS.toFixed(1)} s of processor time, ${eachUs} µs an event, ${wallS.toFixed(1)} s, RSS ${rss} MB`);
}

async function main() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const store = streamsInMemory();
  const log = new CheckpointLog(store);
  await measured('making the events alone', async () => {
    for await (const _ of events());
  });
  const keeper = new Keeper({ log, keys: [privateKey], clock: () => TIME, mostLeaves: 10_000, longestMs: 3_600_000 });
  await measured('… and keeping their tree, checkpoints included', async () => {
    let batch = [];
    for await (const event of events()) {
      batch.push({ position: event.position, hash: leafOf(event) });
      if (batch.length < BATCH) continue;
      await keeper.apply(batch);
      await keeper.checkpoint();
      batch = [];
    }
  });
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'drawdown-bench-')), 'export.ndjson');
  await measured('… and writing them as an export', async () => {
    const text = async function* () {
      for await (const line of exportOf(store, log)) yield `${JSON.stringify(line)}\n`;
    };
    await pipeline(Readable.from(text()), createWriteStream(file));
  });
  await measured('verifying the export', async () => {
    const parsed = async function* () {
      for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line);
    };
    print(JSON.stringify(await verifyExport(parsed(), { keys: new Map([[keyIdOf(publicKey), publicKey]]) })));
  });
  rmSync(path.dirname(file), { recursive: true });
  const text = Buffer.from('x'.repeat(300));
  const times = 10_000;
  const before = process.cpuUsage().user;
  for (let nth = 0; nth < times; nth++) sign(null, text, privateKey);
  print(`signing: ${((process.cpuUsage().user - before) / times).toFixed(0)} µs each`);
}

await main();
