/**
 * `npm run bench -- --memory-minutes 10`: the whole product under as many charges as it takes, over many accounts, for so long:
 * what each process keeps resident in the course of it, and how soon a read shows what was just answered. Every balance is
 * checked before a figure is printed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, load, requestHead } from './http-client.mjs';
import { startDrawdown } from './peer/drawdown-side.mjs';
import { PRICE, Tally } from './peer/tally.mjs';
import { HOT, workloads } from './peer/workloads.mjs';
import { watchProcesses } from './process-usage.mjs';
import { ascending, percentile } from './statistics.mjs';

/** Of the run: what is resident is told after each of them. */
const PARTS = 10;
const PROBED_EVERY_MS = 200;

/** @typedef {Awaited<ReturnType<typeof startDrawdown>>} Side */
/** `lagMs`: from a charge's answer until a balance shows it; `readMs`: for the same balance once more. @typedef {{ lagMs: number[], readMs: number[] }} Probed */
/** @typedef {Map<string, { samples: number[], peakMb: number }>} Resident */

const note = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/** @param {import('./options.mjs').Options & { memoryMinutes: number }} options */
export async function benchMemory({ accounts, connections, memoryMinutes, json }) {
  note(`seeding ${accounts + 1} accounts of five buckets each`);
  const side = await startDrawdown(accounts);
  try {
    return await side.explained(measure(side, accounts, connections, memoryMinutes, json));
  } finally {
    await side.stop();
  }
}

/**
 * @param {Side} side
 * @param {number} accounts
 * @param {number} connections
 * @param {number} minutes
 * @param {boolean} json
 */
async function measure(side, accounts, connections, minutes, json) {
  const port = side.ports[0]?.port ?? 0;
  const tally = new Tally();
  const request = workloads.many?.requests({ port, tag: 'memory', accounts });
  if (!request) throw new Error('there is no workload of many accounts');
  const [ended, resident] = [new AbortController(), /** @type {Resident} */ (new Map())];
  const watching = watchResident(side, resident, (minutes * 60_000) / PARTS, ended.signal);
  const probing = probe(port, tally, ended.signal);
  const { perSecond, latenciesMs } = await load({
    port,
    connections,
    durationMs: minutes * 60_000,
    next: request,
    onAnswer: ({ charged }, { status, body }) => {
      if (status !== 201) return tally.addUnexpected(status, body);
      for (const accountId of charged) tally.add(accountId);
    },
  }).finally(() => ended.abort());
  const [probed] = await Promise.all([probing, watching]);
  const behindMs = await side.caughtUp(HOT);
  note('checking every balance');
  const wrong = await tally.wrongBalances(port, side.accountIds);
  const faults = [
    ...wrong,
    ...[...tally.unexpected].map(([status, { count, first }]) => `${count}×${status}: ${first}`),
  ];
  const figures = {
    accounts,
    minutes,
    perSecond: Math.round(perSecond),
    charges: tally.total,
    latencyMs: percentilesOf(latenciesMs),
    lagMs: percentilesOf(probed.lagMs),
    readMs: percentilesOf(probed.readMs),
    behindMs,
    residentMb: Object.fromEntries([...resident].map(([name, { samples, peakMb }]) => [name, { samples, peakMb }])),
    faults,
  };
  process.stdout.write(json ? `${JSON.stringify(figures, null, 2)}\n` : report(figures));
  return faults.length === 0;
}

/** @param {readonly number[]} values */
function percentilesOf(values) {
  const sorted = ascending(values);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), most: percentile(sorted, 1) };
}

/**
 * @param {Side} side
 * @param {Resident} resident
 * @param {number} everyMs
 * @param {AbortSignal} signal
 */
async function watchResident(side, resident, everyMs, signal) {
  for (;;) {
    for (const { name, rssMb = 0, peakRssMb = 0 } of watchProcesses(side.processes()).usage()) {
      const { samples } = resident.get(name) ?? { samples: [] };
      resident.set(name, { samples: [...samples, Math.round(rssMb)], peakMb: Math.round(peakRssMb) });
    }
    if (signal.aborted) return;
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}

/**
 * Charges an account that nobody else does, and reads its balance, which waits for the charge, twice.
 * @param {number} port
 * @param {Tally} tally
 * @param {AbortSignal} signal
 * @returns {Promise<Probed>}
 */
async function probe(port, tally, signal) {
  const charge = requestHead('POST', `/v1/accounts/${HOT}/charges`, port, 'dev-service');
  const balance = requestHead('GET', `/v1/accounts/${HOT}/balance`, port, 'dev-service');
  const body = JSON.stringify({ amount: PRICE, product: 'inference', model: 'bench' });
  const connection = new Connection(port);
  /** @type {Probed} */
  const probed = { lagMs: [], readMs: [] };
  const read = async () => {
    const askedAt = performance.now();
    const { status, body: answer } = await connection.send(balance, 'none', '');
    if (status !== 200) tally.addUnexpected(status, answer);
    return performance.now() - askedAt;
  };
  try {
    for (let nth = 0; !signal.aborted; nth++) {
      const { status, body: answer } = await connection.send(charge, `probe-${nth}`, body);
      if (status === 201) tally.add(HOT);
      else tally.addUnexpected(status, answer);
      probed.lagMs.push(await read());
      probed.readMs.push(await read());
      await sleep(PROBED_EVERY_MS);
    }
  } finally {
    connection.close();
  }
  return probed;
}

/** @typedef {{ p50: number, p99: number, most: number }} Percentiles */
/**
 * @param {{ accounts: number, minutes: number, perSecond: number, charges: number, latencyMs: Percentiles, lagMs: Percentiles,
 *   readMs: Percentiles, behindMs: number, residentMb: Record<string, { samples: number[], peakMb: number }>, faults: string[] }} figures
 */
function report({ accounts, minutes, perSecond, charges, latencyMs, lagMs, readMs, behindMs, residentMb, faults }) {
  const told = (/** @type {Percentiles} */ { p50, p99, most }) =>
    `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, most ${most.toFixed(0)} ms`;
  return [
    `${perSecond} charges/s for ${minutes} minutes over ${accounts} accounts: ${told(latencyMs)}`,
    `until a balance shows a charge that was answered: ${told(lagMs)}; the same balance once more: ${told(readMs)}`,
    `read models ${behindMs.toFixed(0)} ms behind at the end`,
    `resident, MB, at the start and after each tenth; most:`,
    ...Object.entries(residentMb).map(
      ([name, { samples, peakMb }]) => `  ${name.padEnd(16)} ${samples.join(' ')}; ${peakMb}`,
    ),
    faults.length === 0
      ? `Every balance shows what was accepted: ${charges} charges.`
      : `FAILED: ${faults.length} faults: ${faults.slice(0, 5).join('; ')}`,
    '',
  ].join('\n');
}
