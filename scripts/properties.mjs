#!/usr/bin/env node
// `npm run properties -- --seeds 20 --from 2 PATTERN…`: the unit tests that draw cases at random, once for each seed. What `npm test`
// draws is always seed 1.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { Refusal, done, endWith, fail, say, seconds } from './lib/say.mjs';
import { setUp } from './setup.mjs';

const FOLDERS = ['apps', 'libs', 'projections', 'eventstore-node', 'scripts'];

function specsWithProperties() {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
  );
  return files.filter(
    (file) =>
      /(?<!\.e2e)\.spec\.ts$/.test(file) &&
      !file.includes('node_modules') &&
      readFileSync(inRoot(file), 'utf8').includes("from 'fast-check'"),
  );
}

/**
 * @param {string | undefined} text
 * @param {string} name
 */
function wholeNumber(text, name) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Refusal(`${name} takes a whole number above 0, not '${text}'`);
}

async function properties() {
  const { values, positionals } = parseArgs({
    options: { seeds: { type: 'string', default: '10' }, from: { type: 'string', default: '2' } },
    allowPositionals: true,
  });
  const [count, from] = [wholeNumber(values.seeds, '--seeds'), wholeNumber(values.from, '--from')];
  await setUp({ needsRedis: true });
  const specs = specsWithProperties().filter(
    (file) => positionals.length === 0 || positionals.some((pattern) => file.includes(pattern)),
  );
  if (specs.length === 0) throw new Refusal(`no test that draws cases is named like ${positionals.join(', ')}`);
  let failed = 0;
  for (let seed = from; seed < from + count; seed++) {
    const startedAt = performance.now();
    const env = { ...process.env, PROPERTY_SEED: String(seed) };
    const jest = ['run', '--silent', 'jest', '--', '--selectProjects', 'unit', '--maxWorkers=2', '--runTestsByPath'];
    const { code, output } = await run('npm', [...jest, ...specs], { cwd: root, env });
    const took = seconds(performance.now() - startedAt);
    if (code === 0) done(`seed ${seed}: ${specs.length} files hold (${took})`);
    else {
      failed++;
      fail(`seed ${seed} (${took}); again: PROPERTY_SEED=${seed} npm run jest -- FILE\n${output.trim()}`);
    }
  }
  say(`\n${count - failed} seeds hold, ${failed} don't`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await properties().catch(endWith);
