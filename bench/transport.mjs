#!/usr/bin/env node
// What speaking to the event store costs, for each client: appends, cold reads of streams and a subscription, in turns, on
// an embedded node of its own. `node bench/transport.mjs`, after a build.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { count } from './options.mjs';
import { startNode } from './own-node.mjs';
import { median } from './statistics.mjs';

/** @typedef {import('#event-store/port/event-store.js').EventStore} EventStore */
/** @typedef {{ perSecond: number, clientMicroseconds: number, nodeMicroseconds: number }} Measured */

const { rounds, appends, streams } = new Command('transport')
  .option('--rounds <number>', 'of each client; one more before them warms up', count, 7)
  .option('--appends <number>', 'in each round', count, 6_000)
  .option('--streams <number>', 'that appends are spread over', count, 3_000)
  .parse()
  .opts();

const EVENTS_OF_A_COLD_STREAM = 7;
const FOLLOWED = 30_000;
const data = Buffer.from(JSON.stringify({ lines: 'x'.repeat(600) }));
const metadata = Buffer.from(JSON.stringify({ hash: 'y'.repeat(180) }));
const event = () => ({ id: randomUUID(), type: 'UsageCharged', data, metadata });

/** Processor time of all threads of a process so far, in microseconds. @param {number} pid */
const cpuOf = (pid) =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000,
    0,
  );

const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-transport-'));
const node = await startNode(directory);

/**
 * @param {number} total
 * @param {() => Promise<unknown>} act
 * @returns {Promise<Measured>}
 */
async function measured(total, act) {
  const [before, nodeBefore, startedAt] = [process.cpuUsage(), cpuOf(node.pid), performance.now()];
  await act();
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (total / (performance.now() - startedAt)) * 1000,
    clientMicroseconds: (user + system) / total,
    nodeMicroseconds: (cpuOf(node.pid) - nodeBefore) / total,
  };
}

/**
 * @param {number} inFlight
 * @param {number} total
 * @param {(n: number, lane: number) => Promise<unknown>} act
 */
const inTurns = (inFlight, total, act) => {
  let begun = 0;
  const lane = async (/** @type {unknown} */ _, /** @type {number} */ nth) => {
    while (begun < total) await act(begun++, nth);
  };
  return measured(total, () => Promise.all(Array.from({ length: inFlight }, lane)));
};

/** @param {'lean' | 'official'} client */
function variantOf(client) {
  const store = connectEventStore(node.url, { client });
  const revisions = new Int32Array(streams).fill(-1);
  return {
    store,
    /** Each lane has streams of its own, so that revisions are known. @param {number} inFlight */
    appends(inFlight) {
      const places = new Int32Array(inFlight);
      return inTurns(inFlight, appends, async (_, lane) => {
        const place = places[lane] ?? 0;
        const nth = (place * inFlight + lane) % (streams - (streams % inFlight));
        places[lane] = place + 1;
        const known = revisions[nth] ?? -1;
        const result = await store.append(`account-${client}-${nth}`, [event()], known < 0 ? 'no_stream' : known);
        if (result.outcome !== 'appended') throw new Error(`${client}: ${result.outcome}`);
        revisions[nth] = result.streamRevision;
      });
    },
    /** @param {number} inFlight */
    coldReads: (inFlight) =>
      inTurns(inFlight, streams, async (n) => {
        let seen = 0;
        for await (const _ of store.readStream(`cold-${n}`, { from: 0, maxCount: 256 })) seen++;
        if (seen !== EVENTS_OF_A_COLD_STREAM) throw new Error(`${client}: ${seen} events`);
      }),
    follows: () =>
      measured(FOLLOWED, async () => {
        let seen = 0;
        for await (const delivery of store.subscribeToAll({ from: 'start', streamPrefixes: ['followed-'] }))
          if (delivery.kind === 'event' && ++seen === FOLLOWED) break;
      }),
  };
}

const variants = { official: variantOf('official'), lean: variantOf('lean') };

/** @param {EventStore} store */
async function seed(store) {
  const cold = Array.from({ length: EVENTS_OF_A_COLD_STREAM }, event);
  for (let n = 0; n < streams; n += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, nth) => store.append(`cold-${n + nth}`, cold.map(event), 'no_stream')),
    );
  for (let n = 0; n < FOLLOWED; n += 500)
    await store.append(`followed-${n}`, Array.from({ length: 500 }, event), 'no_stream');
}

/** @type {Record<string, (variant: ReturnType<typeof variantOf>) => Promise<Measured>>} */
const loads = {
  'appends, 64 in flight': (variant) => variant.appends(64),
  'appends, 8 in flight': (variant) => variant.appends(8),
  'cold reads of 7 events, 64 in flight': (variant) => variant.coldReads(64),
  'cold reads of 7 events, 8 in flight': (variant) => variant.coldReads(8),
  'following what there is, an event': (variant) => variant.follows(),
};

const print = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/** @param {readonly number[]} values */
const stated = (values) =>
  `${median(values).toFixed(1)} [${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)}]`;

await seed(variants.lean.store);
for (const [load, run] of Object.entries(loads)) {
  /** @type {Record<string, Measured[]>} */
  const results = { official: [], lean: [] };
  for (let round = 0; round <= rounds; round++)
    for (const [client, variant] of Object.entries(variants)) {
      const result = await run(variant);
      if (round > 0) results[client]?.push(result);
    }
  print(load);
  for (const [client, all] of Object.entries(results)) {
    const of = (/** @type {keyof Measured} */ name) => stated(all.map((each) => each[name]));
    const micros = `client ${of('clientMicroseconds')} µs, node ${of('nodeMicroseconds')} µs`;
    print(`  ${client.padEnd(8)} ${micros}, ${of('perSecond')}/s`);
  }
}
await Promise.all(Object.values(variants).map(({ store }) => store.dispose()));
await node.stop();
rmSync(directory, { recursive: true, force: true });
