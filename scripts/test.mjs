#!/usr/bin/env node
// All checks, then all tests; ends with `N passed, N failed`, each check counting as one. This is what CI runs.
// With arguments only jest runs, with these arguments: `npm test -- libs/domain`.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { bold, done, endWith, fail, say, seconds } from './lib/say.mjs';
import { setUp } from './setup.mjs';

const checks = ['format:check', 'lint', 'types', 'imports', 'docs:check'];
// Two files at a time: tests of whole processes wait more than they compute.
const workers = '--maxWorkers=2';

/** Compiles what all others run, so it runs after them. */
const BUILDING = 'scripts/dev\\.e2e\\.spec';

const total = { passed: 0, failed: 0 };
const scratch = mkdtempSync(path.join(tmpdir(), 'drawdown-test-'));

/** @param {string} script */
const isDefined = (script) => JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).scripts[script] !== undefined;

/** @param {string} script */
async function check(script) {
  const startedAt = performance.now();
  const { code, output } = await run('npm', ['run', '--silent', script], { cwd: root });
  const took = seconds(performance.now() - startedAt);
  if (code === 0) {
    total.passed++;
    return done(`${script} (${took})`);
  }
  total.failed++;
  fail(`${script} (${took})\n${output.trim()}`);
}

/**
 * @param {string} title
 * @param {readonly string[]} args
 */
async function jest(title, args) {
  say(bold(`\n${title}`));
  const counts = path.join(scratch, 'counts.json');
  rmSync(counts, { force: true });
  const nodeOptions = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
  const reporters = ['--reporters=default', `--reporters=${inRoot('scripts', 'lib', 'count-reporter.mjs')}`];
  const { code } = await run(
    process.execPath,
    [inRoot('node_modules', 'jest', 'bin', 'jest.js'), ...args, '--passWithNoTests', ...reporters],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: nodeOptions.trim(), DRAWDOWN_TEST_COUNTS: counts },
    },
  );
  const { passed, failed } = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0 };
  total.passed += passed;
  // A run that ends badly without a failing test (a worker that died) is a failure too.
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}

async function testAll() {
  say(bold('checks'));
  for (const script of checks.filter(isDefined)) await check(script);
  await jest('unit tests', ['--selectProjects', 'unit', workers]);
  const endToEnd = ['--selectProjects', 'e2e', workers];
  await jest('end-to-end tests', [...endToEnd, '--testPathIgnorePatterns', '/node_modules/', BUILDING]);
  await jest('end-to-end tests of what builds', [...endToEnd, '--testPathPatterns', BUILDING]);
}

const given = process.argv.slice(2);
await setUp().catch((error) => {
  say('0 passed, 1 failed');
  endWith(error);
});
await (given.length > 0 ? jest('tests', given) : testAll()).finally(() => rmSync(scratch, { recursive: true }));
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
