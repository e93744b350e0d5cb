/** What was measured, as text or JSON. */
import { ascending, median, percentile } from './statistics.mjs';

const TARGETS = { spread: 0.15, hot: 0.4 };
const MOST_RSS_MB = 300;

/** @typedef {import('./process-usage.mjs').Usage} Usage */
/** @typedef {import('./http-client.mjs').Measured & { lagMs: number, used: readonly Usage[] }} Round */
/** @typedef {Pick<import('./options.mjs').Options, 'accounts' | 'apis' | 'connections'>} Load */
/** @typedef {ReturnType<typeof summary>} Summary */
/**
 * @typedef {{ results: { bare: Round[], spread: Round[], hot: Round[] }, memory: readonly Usage[], accepted: number,
 *   wrong: readonly string[], unexpected: readonly string[] }} Outcome
 */

/** @param {readonly Round[]} rounds */
function summary(rounds) {
  const latencies = ascending(rounds.flatMap(({ latenciesMs }) => latenciesMs));
  return {
    perSecond: Math.round(median(rounds.map(({ perSecond }) => perSecond))),
    rounds: rounds.map(({ perSecond }) => Math.round(perSecond)),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    lagMs: median(rounds.map(({ lagMs }) => lagMs)),
    cpuMicros: cpuMicrosOf(rounds),
  };
}

/**
 * Processor time of each process for one request, µs: median over the rounds. It says the same on a busy machine, where
 * rates do not.
 * @param {readonly Round[]} rounds
 * @returns {Record<string, number>}
 */
function cpuMicrosOf(rounds) {
  const microsOf = (/** @type {Round} */ { used, perSecond }, /** @type {string} */ name) =>
    ((used.find((each) => each.name === name)?.cores ?? Number.NaN) * 1e6) / perSecond;
  const names = rounds[0]?.used.map(({ name }) => name) ?? [];
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => microsOf(round, name)))]));
}

/**
 * @param {Outcome} outcome
 * @param {Load & { json: boolean }} options
 */
export function report({ results, memory, accepted, wrong, unexpected }, { json, accounts, apis, connections }) {
  const bare = summary(results.bare);
  const beside = (/** @type {Summary} */ charges) => ({ ...charges, ratio: charges.perSecond / bare.perSecond });
  const spread = beside(summary(results.spread));
  const hot = beside(summary(results.hot));
  const isSound = wrong.length === 0 && unexpected.length === 0;
  const isLean = memory.every(({ peakRssMb }) => peakRssMb === undefined || peakRssMb < MOST_RSS_MB);
  const meetsTargets = spread.ratio >= TARGETS.spread && hot.ratio >= TARGETS.hot && isLean;
  const figures = { bare, spread, hot, memory, accepted, wrong, unexpected, meetsTargets };
  const text = json ? JSON.stringify(figures, null, 2) : table(figures, { accounts, apis, connections });
  return { text, isSound, meetsTargets };
}

/** @typedef {Summary & { ratio: number }} BesideBare */

/**
 * @param {Omit<Outcome, 'results'> & { bare: Summary, spread: BesideBare, hot: BesideBare }} figures
 * @param {Load} load
 */
function table({ bare, spread, hot, memory, accepted, wrong, unexpected }, { accounts, apis, connections }) {
  const line = (/** @type {string} */ what, /** @type {Summary} */ { perSecond, p50Ms, p99Ms }, more = '') =>
    `${what.padEnd(28)}${String(perSecond).padStart(7)}/s   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms${more}`;
  const besideBare = (/** @type {BesideBare} */ { ratio, lagMs }, /** @type {number} */ target) =>
    `   ${ratio.toFixed(2)}× bare (target ${target}×)   read models ${lagMs.toFixed(0)} ms behind`;
  const micros = (/** @type {Summary} */ { cpuMicros }, /** @type {string} */ name) =>
    `${cpuMicros[name]?.toFixed(0)} µs`;
  return [
    `${connections} connections, ${apis} API process${apis > 1 ? 'es' : ''}; medians of ${bare.rounds.length} rounds`,
    line('bare Nest/Fastify POST', bare),
    line(`charges, ${accounts} accounts`, spread, besideBare(spread, TARGETS.spread)),
    line('charges, one hot account', hot, besideBare(hot, TARGETS.hot)),
    '',
    `process            RSS now   RSS most   CPU a charge: ${accounts} accounts, hot`,
    ...memory.map(({ name, rssMb, peakRssMb }) =>
      [
        name.padEnd(18),
        `${rssMb?.toFixed(0)} MB`.padStart(8),
        `${peakRssMb?.toFixed(0)} MB`.padStart(10),
        micros(spread, name).padStart(20),
        micros(hot, name).padStart(10),
      ].join(' '),
    ),
    `a request to the bare endpoint takes it ${micros(bare, 'bare endpoint')}`,
    '',
    wrong.length === 0
      ? `${accepted} charges accepted, and every balance shows them`
      : `FAILED: ${wrong.length} balances are wrong: ${wrong.slice(0, 3).join('; ')}`,
    ...(unexpected.length > 0 ? [`FAILED: other answers than 201: ${unexpected.slice(0, 3).join('; ')}`] : []),
  ].join('\n');
}
