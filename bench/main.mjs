#!/usr/bin/env node
// `npm run bench`: charges a second as a ratio to a bare Nest/Fastify endpoint measured in the same run, on a stack of
// its own. Rounds alternate, so that a busy machine slows all of them alike.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startStack } from '../e2e/stack.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { PRICE } from './accounts.mjs';
import { DividedAccounts } from './divided-accounts.mjs';
import { load, requestHead } from './http-client.mjs';
import { parseOptions } from './options.mjs';
import { watchProcesses } from './process-usage.mjs';
import { report } from './report.mjs';

const options = parseOptions(process.argv.slice(2));
const { connections, rounds } = options;
const durationMs = options.seconds * 1000;
const say = (text) => process.stderr.write(`${text}\n`);

async function startBare() {
  const port = await freePort();
  const file = fileURLToPath(new URL('bare-endpoint.mjs', import.meta.url));
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const head = requestHead('POST', '/v1/charges', port, 'dev-service');
  const json = JSON.stringify({ amount: PRICE, product: 'inference', model: 'bench' });
  return {
    process: { name: 'bare endpoint', pid: child.pid },
    round: (tag) =>
      load({ port, connections, durationMs, next: (n) => ({ head, key: `${tag}-${n}`, json }), onAnswer: () => {} }),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

async function measure(stack, bare) {
  const ports = stack.urls.map((url) => Number(new URL(url).port));
  const spread = new DividedAccounts(ports, 'bench', options.accounts);
  const hot = new DividedAccounts(ports, 'hot', 1);
  say(`opening and funding ${options.accounts + 1} accounts`);
  await spread.open(connections);
  await hot.open(connections);

  const processes = stack.processes.map(({ name, pid }, n, all) => {
    const nth = all.slice(0, n + 1).filter((each) => each.name === name).length;
    return { name: nth > 1 ? `${name} ${nth}` : name, pid };
  });
  const measurements = {
    bare: (tag) => bare.round(tag),
    spread: (tag) => spread.charge(connections, durationMs, tag),
    hot: (tag) => hot.charge(connections, durationMs, tag),
  };
  const results = { bare: [], spread: [], hot: [] };
  // The first of each warms up what is compiled while it runs.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, measured] of Object.entries(measurements)) {
      const watched = watchProcesses([...processes, bare.process]);
      const result = await measured(`${name}-${round}`);
      const used = watched.usage();
      const lagMs = name === 'bare' ? 0 : await (name === 'hot' ? hot : spread).lag();
      say(`${name} ${round === 0 ? 'warm-up' : `round ${round}`}: ${Math.round(result.perSecond)}/s`);
      if (round === 0) continue;
      results[name].push({ ...result, lagMs, used });
    }
  }
  say('checking every balance');
  const wrong = [...(await spread.wrongBalances(connections)), ...(await hot.wrongBalances(1))];
  const unexpected = [...spread.unexpected, ...hot.unexpected].map(([status, body]) => `${status}: ${body}`);
  const memory = watchProcesses(processes).usage();
  return { results, memory, accepted: spread.total + hot.total, wrong, unexpected };
}

async function measureBeside(stack) {
  const bare = await startBare();
  try {
    return await measure(stack, bare);
  } finally {
    await bare.stop();
  }
}

const stack = await startStack({ apis: options.apis });
try {
  const { text, isSound, meetsTargets } = report(await stack.explained(measureBeside(stack)), options);
  process.stdout.write(`${text}\n`);
  process.exitCode = isSound && (meetsTargets || !options.strict) ? 0 : 1;
} finally {
  await stack.stop();
}
