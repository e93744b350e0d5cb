/** What was measured, as text or JSON. */
import { ascending, median, percentile } from './statistics.mjs';

const TARGETS = { spread: 0.15, hot: 0.4 };
const MOST_RSS_MB = 300;

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
 */
function cpuMicrosOf(rounds) {
  const [{ used }] = rounds;
  return Object.fromEntries(
    used.map(({ name }, n) => [name, median(rounds.map((each) => (each.used[n].cores * 1e6) / each.perSecond))]),
  );
}

export function report({ results, memory, accepted, wrong, unexpected }, { json, accounts, apis, connections }) {
  const bare = summary(results.bare);
  const spread = summary(results.spread);
  const hot = summary(results.hot);
  spread.ratio = spread.perSecond / bare.perSecond;
  hot.ratio = hot.perSecond / bare.perSecond;
  const isSound = wrong.length === 0 && unexpected.length === 0;
  const isLean = memory.every(({ peakRssMb }) => peakRssMb === undefined || peakRssMb < MOST_RSS_MB);
  const meetsTargets = spread.ratio >= TARGETS.spread && hot.ratio >= TARGETS.hot && isLean;
  const figures = { bare, spread, hot, memory, accepted, wrong, unexpected, meetsTargets };
  const text = json ? JSON.stringify(figures, null, 2) : table(figures, { accounts, apis, connections });
  return { text, isSound, meetsTargets };
}

function table({ bare, spread, hot, memory, accepted, wrong, unexpected }, { accounts, apis, connections }) {
  const line = (what, { perSecond, p50Ms, p99Ms }, more = '') =>
    `${what.padEnd(28)}${String(perSecond).padStart(7)}/s   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms${more}`;
  const beside = ({ ratio, lagMs }, target) =>
    `   ${ratio.toFixed(2)}× bare (target ${target}×)   read models ${lagMs.toFixed(0)} ms behind`;
  return [
    `${connections} connections, ${apis} API process${apis > 1 ? 'es' : ''}; medians of ${bare.rounds.length} rounds`,
    line('bare Nest/Fastify POST', bare),
    line(`charges, ${accounts} accounts`, spread, beside(spread, TARGETS.spread)),
    line('charges, one hot account', hot, beside(hot, TARGETS.hot)),
    '',
    `process            RSS now   RSS most   CPU a charge: ${accounts} accounts, hot`,
    ...memory.map(({ name, rssMb, peakRssMb }) =>
      [
        name.padEnd(18),
        `${rssMb?.toFixed(0)} MB`.padStart(8),
        `${peakRssMb?.toFixed(0)} MB`.padStart(10),
        `${spread.cpuMicros[name].toFixed(0)} µs`.padStart(20),
        `${hot.cpuMicros[name].toFixed(0)} µs`.padStart(10),
      ].join(' '),
    ),
    `a request to the bare endpoint takes it ${bare.cpuMicros['bare endpoint'].toFixed(0)} µs`,
    '',
    wrong.length === 0
      ? `${accepted} charges accepted, and every balance shows them`
      : `FAILED: ${wrong.length} balances are wrong: ${wrong.slice(0, 3).join('; ')}`,
    ...(unexpected.length > 0 ? [`FAILED: other answers than 201: ${unexpected.slice(0, 3).join('; ')}`] : []),
  ].join('\n');
}
