/** What was measured beside the peer: medians with their spread, latencies, CPU of each process, ratios, aims. */
import { ascending, median, percentile } from '../statistics.mjs';

/** @typedef {import('../process-usage.mjs').Usage} Usage */
/** @typedef {{ perSecond: number, latenciesMs: number[], lagMs: number, used: readonly Usage[], seconds: number, units: number }} Round */
/** @typedef {{ name: string, pool: number, rounds: readonly Round[] }} SideResult */
/** @typedef {{ workload: import('./workloads.mjs').Workload, sides: readonly SideResult[] }} Result */
/** @typedef {{ results: readonly Result[], faults: readonly string[], accepted: readonly { name: string, charges: number }[] }} Run */

/**
 * Processor time of each process for one unit, µs: median over the rounds.
 * @param {readonly Round[]} rounds
 * @returns {Record<string, number>}
 */
function cpuMicrosOf(rounds) {
  const names = rounds[0]?.used.map(({ name }) => name) ?? [];
  const microsOf = (/** @type {Round} */ { used, units, seconds }, /** @type {string} */ name) =>
    ((used.find((each) => each.name === name)?.cores ?? Number.NaN) * seconds * 1e6) / units;
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => microsOf(round, name)))]));
}

/** @param {SideResult} side */
function summaryOf({ name, pool, rounds }) {
  const latencies = ascending(rounds.flatMap(({ latenciesMs }) => latenciesMs));
  const rates = ascending(rounds.map(({ perSecond }) => perSecond));
  const cpuMicros = cpuMicrosOf(rounds);
  return {
    name,
    pool,
    perSecond: Math.round(median([...rates])),
    least: Math.round(rates[0] ?? 0),
    most: Math.round(rates.at(-1) ?? 0),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    lagMs: median(rounds.map(({ lagMs }) => lagMs)),
    cpuMicros,
    cpuMicrosInAll: Object.values(cpuMicros).reduce((sum, each) => sum + (each || 0), 0),
  };
}

/** @param {Result} result */
function figuresOf({ workload: { name, unit, aim }, sides }) {
  const [ours, peers] = sides.map(summaryOf);
  if (!ours || !peers) throw new Error(`${name} was not measured on both sides`);
  const ratio = ours.perSecond / peers.perSecond;
  return { name, unit, aim, ratio, cpuRatio: peers.cpuMicrosInAll / ours.cpuMicrosInAll, sides: [ours, peers] };
}

/** @param {ReturnType<typeof summaryOf>} side @param {string} unit */
function sideLine({ name, pool, perSecond, least, most, p50Ms, p99Ms, lagMs, cpuMicros, cpuMicrosInAll }, unit) {
  const parts = Object.entries(cpuMicros)
    .filter(([, micros]) => micros >= 0.5)
    .map(([process, micros]) => `${process} ${micros.toFixed(0)}`);
  return [
    `  ${name.padEnd(10)} ${String(perSecond).padStart(6)}/s (${least}–${most})`,
    `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
    `CPU ${cpuMicrosInAll.toFixed(0)} µs a ${unit}: ${parts.join(', ')}`,
    ...(pool > 0 ? [`pool of ${pool}`] : [`read models ${lagMs.toFixed(0)} ms behind at the end`]),
  ].join('; ');
}

/** @param {ReturnType<typeof figuresOf>} figures */
function lines({ name, unit, aim, ratio, cpuRatio, sides }) {
  const aimed = aim === undefined ? '' : `, aim ${aim}×: ${ratio >= aim ? 'met' : 'missed'}`;
  return [
    `${name}: ${ratio.toFixed(2)}× the peer's rate${aimed}; ${cpuRatio.toFixed(2)}× by CPU`,
    ...sides.map((side) => sideLine(side, unit)),
  ];
}

/**
 * @param {readonly Run[]} runs
 * @param {Pick<import('../options.mjs').Options, 'json' | 'accounts' | 'rounds' | 'seconds'>} options
 */
export function peerReport(runs, { json, accounts, rounds, seconds }) {
  const figures = runs.flatMap(({ results }) => results.map(figuresOf));
  const faults = runs.flatMap((run) => run.faults);
  const accepted = runs.flatMap((run) => run.accepted);
  const isSound = faults.length === 0;
  const meetsAims = figures.every(({ ratio, aim = 0 }) => ratio >= aim);
  if (json) return { text: JSON.stringify({ figures, faults, accepted, meetsAims }, null, 2), isSound, meetsAims };
  const checked = isSound
    ? `Every balance on both sides shows what was accepted: ${accepted.map(({ name, charges }) => `${name} ${charges}`).join(', ')} charges.`
    : `FAILED: ${faults.length} faults: ${faults.slice(0, 5).join('; ')}`;
  const head = `${accounts} accounts of five buckets, medians (least–most) of ${rounds} rounds of ${seconds} s, by turns`;
  return {
    text: [head, '', ...figures.flatMap((each) => [...lines(each), '']), checked].join('\n'),
    isSound,
    meetsAims,
  };
}
