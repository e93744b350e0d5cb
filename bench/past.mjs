#!/usr/bin/env node
// What a question about the past, or an old key, costs a process: the API's own handlers and the writer of accounts, on an
// embedded node, without HTTP. An account of very many charges beside one of 1,000, and a crowd of accounts of 30, each charge
// an event of its own; builds take turns in one process.
// `node bench/past.mjs [--charges N] [--beside DIR]… [--db DIR]`, after a build. What is in --db is made once, and kept.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { chargeOf, openWithFiveBuckets } from './five-buckets.mjs';
import { startNode } from './own-node.mjs';
import { count } from './options.mjs';
import { median } from './statistics.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const LINES = 64;
const SPAN_MS = 12 * 86_400_000;
const QUIET_WITHIN_S = 600;

const options = new Command('past')
  .option('--beside <directories...>', 'other checkouts, built', [])
  .option('--charges <number>', 'of the old account', count, 1_000_000)
  .option('--crowd <number>', 'accounts in the crowd', count, 3_000)
  .option('--rounds <number>', 'of each build; one more before them warms up', count, 4)
  .option('--questions <number>', 'in each round, one at a time', count, 100)
  .option('--storm <number>', 'keys in each round, 64 at a time', count, 2_000)
  .option('--only <text>', 'questions whose name has it', '')
  .option('--db <directory>', 'where the log is kept')
  .parse()
  .opts();

const directory = options.db ?? mkdtempSync(path.join(tmpdir(), 'drawdown-past-'));
const isMade = options.db !== undefined && existsSync(directory);
const node = await startNode(directory);
const accounts = { young: 1_000, old: options.charges };
/** @typedef {keyof typeof accounts} Name */
const names = /** @type {Name[]} */ (Object.keys(accounts));
const CROWD_CHARGES = 30;
const crowd = Array.from({ length: options.crowd }, (_, nth) => `crowd-${nth}`);
const startsMs = Date.now() - SPAN_MS;
let nowMs = startsMs;
const clock = () => new Date(nowMs).toISOString();

/** @param {string} from */
async function variantOf(from) {
  const load = (/** @type {string} */ file) => import(pathToFileURL(path.join(from, 'dist', file)).href);
  const { connectEventStore } = await load('libs/event-store/eventstoredb/eventstoredb.js');
  const { createAccountWriter } = await load('libs/event-store/writer/account-writer.js');
  const { accountSums } = await load('libs/from-log/account-sums.js');
  const { AccountLog } = await load('libs/from-log/account-log.js');
  const { BalanceHandler, BalanceQuery } = await load('apps/api/src/balances/balance.js');
  const { ExplainHandler, ExplainQuery } = await load('apps/api/src/usage/explain.js');
  const store = connectEventStore(node.url);
  const writer = createAccountWriter(store, clock, {}, { sums: accountSums });
  const log = new AccountLog(store, writer);
  const balances = new BalanceHandler(undefined, log, undefined, clock);
  const explanations = new ExplainHandler(log);
  return {
    from,
    store,
    writer,
    balance: (/** @type {Name} */ id, /** @type {object} */ past) => balances.execute(new BalanceQuery(id, past)),
    explain: (/** @type {Name} */ id, /** @type {string} */ transactionId) =>
      explanations.execute(new ExplainQuery(id, transactionId)),
  };
}

/** @typedef {Awaited<ReturnType<typeof variantOf>>} Variant */

/** @param {string} id @param {number} charges @param {Variant} variant */
async function make(id, charges, { writer }) {
  // No account's time of recording goes backwards: each is opened before its first charge.
  nowMs = startsMs;
  await openWithFiveBuckets(writer, id);
  const step = LINES * 8;
  for (let first = 0; first < charges; first += step) {
    nowMs = startsMs + Math.floor((SPAN_MS * first) / charges);
    for (let begin = first; begin < Math.min(charges, first + step); begin += LINES)
      await together(Math.min(LINES, charges - begin), (nth) => writer.execute(id, chargeOf(begin + nth)));
  }
}

/** @param {Variant} variant */
async function makeCrowd({ writer }) {
  nowMs = startsMs;
  for (let first = 0; first < crowd.length; first += LINES)
    await Promise.all(crowd.slice(first, first + LINES).map((id) => openWithFiveBuckets(writer, id)));
  for (let nth = 0; nth < CROWD_CHARGES; nth++) {
    nowMs = startsMs + Math.floor((SPAN_MS * nth) / CROWD_CHARGES);
    for (let first = 0; first < crowd.length; first += LINES)
      await Promise.all(crowd.slice(first, first + LINES).map((id) => writer.execute(id, chargeOf(nth))));
  }
}

/** @param {number} times @param {(nth: number) => Promise<unknown>} act */
const together = (times, act) => Promise.all(Array.from({ length: times }, (_, nth) => act(nth)));

let fresh = 0;
/** A charge whose key is new. */
const newCharge = () => {
  const charge = chargeOf(0);
  return { ...charge, origin: { ...charge.origin, key: `new-${process.pid}-${startsMs}-${fresh++}` } };
};

/** Resolves when nothing is written any more: each build writes waypoints of its own shape behind the charges. @param {Variant} variant */
async function untilQuiet({ store }) {
  let last = 0n;
  for (let second = 0; second < QUIET_WITHIN_S; second++) {
    for await (const { position } of store.readAll({ direction: 'backwards', maxCount: 1 })) {
      if (position.commit === last) return;
      last = position.commit;
    }
    await sleep(2_000);
  }
}

/** @param {Name} name */
const pick = (name) => Math.floor(Math.random() * accounts[name]);
/** @param {Name} name */
const pickRevision = (name) => (firstCharges.get(name) ?? 0) + pick(name);

/** @param {Variant} variant @param {string} id @param {number} charges */
async function oldKeyOf({ writer }, id, charges) {
  const { isReplay } = await writer.execute(id, chargeOf(Math.floor(Math.random() * charges)));
  if (!isReplay) throw new Error('It was no old key');
}

/** @param {Variant} variant @param {Name} name */
const oldKey = (variant, name) => oldKeyOf(variant, name, accounts[name]);
const anyOfCrowd = () => crowd[Math.floor(Math.random() * crowd.length)] ?? '';

/** `crowd`: the same of accounts of the crowd, where it is asked of them. @typedef {{ act: (variant: Variant, name: Name) => Promise<unknown>, crowd?: (variant: Variant) => Promise<unknown>, times: number, atOnce: number }} Question */
const one = { times: options.questions, atOnce: 1 };
const many = { times: options.storm, atOnce: 64 };
/** @type {Record<string, Question>} */
const questions = {
  'balance as of a revision': { ...one, act: ({ balance }, name) => balance(name, { revision: pickRevision(name) }) },
  'balance as of a time': {
    ...one,
    act: ({ balance }, name) => balance(name, { asOf: new Date(startsMs + Math.random() * SPAN_MS).toISOString() }),
  },
  'explain a transaction': {
    ...one,
    act: ({ explain }, name) => explain(name, `tx-${name.padStart(12, 'a')}-${pickRevision(name)}`),
  },
  'the answer of an old key': { ...one, act: oldKey },
  'old keys, 64 at a time': {
    ...many,
    act: oldKey,
    crowd: (variant) => oldKeyOf(variant, anyOfCrowd(), CROWD_CHARGES),
  },
  'new keys, 64 at a time': {
    ...many,
    act: ({ writer }, name) => writer.execute(name, newCharge()),
    crowd: ({ writer }) => writer.execute(anyOfCrowd(), newCharge()),
  },
};

/** @param {Question} question @param {() => Promise<unknown>} ask */
async function measured({ times, atOnce }, ask) {
  let left = times;
  const [before, startedAt] = [process.cpuUsage(), performance.now()];
  await together(atOnce, async () => {
    while (left-- > 0) await ask();
  });
  const { user, system } = process.cpuUsage(before);
  return { micros: (user + system) / times, ms: (performance.now() - startedAt) / times };
}

const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @type {Variant[]} */
const variants = [];
for (const from of [...options.beside, HERE]) variants.push(await variantOf(path.resolve(from)));
for (const variant of isMade ? [] : variants.slice(-1)) {
  for (const name of names) await make(name, accounts[name], variant);
  await makeCrowd(variant);
}
nowMs = Date.now();
for (const variant of variants) {
  for (const name of names)
    for (let n = 0; n < 5; n++) await together(LINES, () => variant.writer.execute(name, newCharge()));
  for (let first = 0; first < crowd.length; first += LINES)
    await Promise.all(crowd.slice(first, first + LINES).map((id) => variant.writer.load(id)));
  await untilQuiet(variant);
}
/** Their revisions. @type {Map<Name, number>} */
const firstCharges = new Map();
for (const name of names)
  firstCharges.set(name, (await variants[0]?.writer.execute(name, chargeOf(0)))?.entries[0].revision);
for (const [question, asked] of Object.entries(questions).filter(([name]) => name.includes(options.only))) {
  print(question);
  /** @type {Map<string, { micros: number, ms: number }[]>} */
  const results = new Map();
  for (let round = 0; round <= options.rounds; round++)
    for (const variant of variants) {
      /** @type {[string, () => Promise<unknown>][]} */
      const asks = names.map((name) => [name, () => asked.act(variant, name)]);
      if (asked.crowd) asks.push(['crowd', () => /** @type {any} */ (asked).crowd(variant)]);
      for (const [name, ask] of asks) {
        const result = await measured(asked, ask);
        const row = `${name.padEnd(6)} ${variant.from}`;
        if (round > 0) results.set(row, [...(results.get(row) ?? []), result]);
      }
    }
  for (const [row, all] of results) {
    const micros = all.map((each) => each.micros);
    const text = `${median(micros).toFixed(0)} µs, least ${Math.min(...micros).toFixed(0)}`;
    print(
      `  ${text.padEnd(26)} ${median(all.map(({ ms }) => ms))
        .toFixed(2)
        .padStart(7)} ms  ${row}`,
    );
  }
}
await node.stop();
if (options.db === undefined) rmSync(directory, { recursive: true, force: true });
process.exit(0);
