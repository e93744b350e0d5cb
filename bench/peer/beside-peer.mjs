/**
 * Drawdown beside what a team would pick instead: tables, a row lock and a stored function in PostgreSQL, behind the
 * same Nest and as durable. Both run at the same time on the same machine and take turns, workload by workload, so that
 * a busy machine slows both alike. Every balance is checked before a figure is printed.
 */
import { load } from '../http-client.mjs';
import { watchProcesses } from '../process-usage.mjs';
import { startDrawdown } from './drawdown-side.mjs';
import { startPeer } from './postgres-side.mjs';
import { peerReport } from './report.mjs';
import { slowFlushEnv } from './slow-flush.mjs';
import { Tally } from './tally.mjs';
import { HOT, cold, hot, workloads } from './workloads.mjs';

/** @typedef {import('../options.mjs').Options} Options */
/** @typedef {Awaited<ReturnType<typeof startDrawdown>> | Awaited<ReturnType<typeof startPeer>>} Side */
/** @typedef {{ side: Side, tally: Tally }} Measured */
/** @typedef {import('./workloads.mjs').Workload} Workload */
/** @typedef {import('./report.mjs').Round} Round */
/** @typedef {import('./report.mjs').Result} Result */

const CALIBRATION_MS = 1_500;
const ACCEPTED_LINE = Buffer.from('"status":201');

const note = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/** @param {Buffer} body */
function acceptedLines(body) {
  let count = 0;
  for (let at = body.indexOf(ACCEPTED_LINE); at >= 0; at = body.indexOf(ACCEPTED_LINE, at + 1)) count++;
  return count;
}

/**
 * One stretch of a workload on one side.
 * @param {Measured} measured
 * @param {Workload} workload
 * @param {{ port: number, tag: string, accounts: number, durationMs: number, atMost?: number }} stretch
 * @returns {Promise<Round>}
 */
async function drive({ side, tally }, workload, { port, tag, accounts, durationMs, atMost = Infinity }) {
  const request = workload.requests({ port, tag, accounts });
  const watched = watchProcesses(side.processes());
  let lastCharged = HOT;
  const startedAt = performance.now();
  const { perSecond, latenciesMs } = await load({
    port,
    connections: workload.connections,
    durationMs,
    next: (n) => (n < atMost ? request(n) : undefined),
    onAnswer: ({ charged }, { status, body }) => {
      const isWhole = charged.length <= 1 ? status === 200 || status === 201 : acceptedLines(body) === charged.length;
      if (!isWhole) return tally.addUnexpected(status, body);
      for (const accountId of charged) tally.add(accountId);
      lastCharged = charged.at(-1) ?? lastCharged;
    },
  });
  // What the projector still has to do belongs to the charges that were answered.
  const lagMs = await side.explained(side.caughtUp(lastCharged));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    perSecond: perSecond * workload.units,
    latenciesMs,
    lagMs,
    used: watched.usage(),
    seconds,
    units: latenciesMs.length * workload.units,
  };
}

/**
 * The port of the pool that serves a workload best.
 * @param {Measured} measured
 * @param {Workload} workload
 * @param {string} tag
 * @param {number} accounts
 */
async function bestPort(measured, workload, tag, accounts) {
  const { ports } = measured.side;
  let best = { pool: 0, port: 0, perSecond: -1 };
  for (const { pool, port } of ports) {
    const stretch = { port, tag: `${tag}-pool-${pool}`, accounts, durationMs: CALIBRATION_MS };
    const { perSecond } = await drive(measured, workload, stretch);
    if (perSecond > best.perSecond) best = { pool, port, perSecond };
  }
  return best;
}

/**
 * @param {readonly Measured[]} both
 * @param {Workload} workload
 * @param {Options} options
 * @returns {Promise<Result>}
 */
async function measure(both, workload, { accounts, rounds, seconds }) {
  const sides = [];
  for (const measured of both) {
    const tag = `${workload.name}-${measured.side.name}`.replaceAll(/\W+/g, '-');
    sides.push({
      measured,
      tag,
      best: await bestPort(measured, workload, tag, accounts),
      rounds: /** @type {Round[]} */ ([]),
    });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { measured, tag, best, rounds: done } of round % 2 ? sides : sides.toReversed()) {
      const stretch = { port: best.port, tag: `${tag}-${round}`, accounts, durationMs: seconds * 1000 };
      done.push(await drive(measured, workload, stretch));
      note(`${workload.name}: ${measured.side.name} round ${round}: ${Math.round(done.at(-1)?.perSecond ?? 0)}/s`);
    }
  }
  return {
    workload,
    sides: sides.map(({ measured, best, rounds: done }) => ({
      name: measured.side.name,
      pool: best.pool,
      rounds: done,
    })),
  };
}

/**
 * @param {readonly Measured[]} both
 * @param {Options} options
 * @returns {Promise<Result>}
 */
async function measureCold(both, { accounts, rounds }) {
  const sides = both.map((measured) => ({ measured, rounds: /** @type {Round[]} */ ([]) }));
  for (let round = 1; round <= rounds; round++) {
    for (const { measured, rounds: done } of sides) {
      await measured.side.restart();
      const port = measured.side.ports.at(-1)?.port ?? 0;
      const stretch = { port, tag: `cold-${round}`, accounts, durationMs: Infinity, atMost: accounts };
      done.push(await drive(measured, cold, stretch));
      note(`${cold.name}: ${measured.side.name} round ${round}: ${Math.round(done.at(-1)?.perSecond ?? 0)}/s`);
    }
  }
  return {
    workload: cold,
    sides: sides.map(({ measured, rounds: done }) => ({
      name: measured.side.name,
      pool: measured.side.ports.at(-1)?.pool ?? 0,
      rounds: done,
    })),
  };
}

/**
 * Both sides from scratch, what is measured on them, and whether their sums are right afterwards.
 * @param {number} accounts
 * @param {Record<string, string>} storeEnv
 * @param {(both: readonly Measured[]) => Promise<readonly Result[]>} measureAll
 */
async function onBoth(accounts, storeEnv, measureAll) {
  note(`starting both, seeding ${accounts + 1} accounts of five buckets each`);
  const peer = { side: await startPeer(accounts, storeEnv), tally: new Tally() };
  try {
    const drawdown = { side: await startDrawdown(accounts, storeEnv), tally: new Tally() };
    try {
      const both = [drawdown, peer];
      const results = await drawdown.side.explained(measureAll(both));
      note('checking every balance');
      const faults = [];
      for (const { side, tally } of both) {
        const wrong = await tally.wrongBalances(side.ports[0]?.port ?? 0, side.accountIds);
        faults.push(...wrong.map((each) => `${side.name}: ${each}`));
        for (const [status, { count, first }] of tally.unexpected)
          faults.push(`${side.name}: ${count} answers ${status}: ${first}`);
      }
      return { results, faults, accepted: both.map(({ side, tally }) => ({ name: side.name, charges: tally.total })) };
    } finally {
      await drawdown.side.stop();
    }
  } finally {
    await peer.side.stop();
  }
}

/** @param {Options} options */
function slowFlushRun(options) {
  const env = slowFlushEnv();
  if (!env) {
    note('hot with slower flushes is left out: no C compiler is installed');
    return undefined;
  }
  const slow = { ...hot, name: 'charges, one hot account, every flush 1 ms slower', aim: 12 };
  return onBoth(1, env, async (both) => [await measure(both, slow, { ...options, accounts: 1 })]);
}

/**
 * @param {Options} options
 * @returns {Promise<boolean>} whether every sum was right and, with `strict`, every aim was met
 */
export async function benchBesidePeer(options) {
  const names = [...Object.keys(workloads), 'cold', 'slow-flush'];
  const only = options.only ?? names;
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no workload ${unknown.join(', ')}. There are: ${names.join(', ')}`);
  const runs = [];
  const plain = Object.entries(workloads).filter(([name]) => only.includes(name));
  if (plain.length > 0 || only.includes('cold')) {
    const all = async (/** @type {readonly Measured[]} */ both) => {
      const results = [];
      for (const [, workload] of plain) results.push(await measure(both, workload, options));
      if (only.includes('cold')) results.push(await measureCold(both, options));
      return results;
    };
    runs.push(await onBoth(options.accounts, {}, all));
  }
  if (only.includes('slow-flush')) {
    const slow = await slowFlushRun(options);
    if (slow) runs.push(slow);
  }
  const { text, isSound, meetsAims } = peerReport(runs, options);
  process.stdout.write(`${text}\n`);
  return isSound && (meetsAims || !options.strict);
}
