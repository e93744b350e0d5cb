#!/usr/bin/env node
// Writes what is generated in docs/ (`npm run docs`), or with --check fails where it is out of date.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format } from 'prettier';
import { buildWhenChanged } from './lib/build.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { Refusal, done, endWith } from './lib/say.mjs';

const target = inRoot('docs', 'openapi.json');

async function openapi() {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-docs-'));
  try {
    const file = path.join(folder, 'openapi.json');
    const { code, output } = await run(process.execPath, [inRoot('dist/apps/api/src/openapi.js'), file], { cwd: root });
    if (code !== 0) throw new Refusal(`the OpenAPI document could not be made:\n${output.trim()}`);
    return await format(readFileSync(file, 'utf8'), { parser: 'json', printWidth: 120 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main() {
  await buildWhenChanged();
  const generated = await openapi();
  if (!process.argv.includes('--check')) {
    writeFileSync(target, generated);
    return done('docs/openapi.json is written');
  }
  if (generated !== readFileSync(target, 'utf8')) {
    throw new Refusal('docs/openapi.json is out of date: `npm run docs` writes it anew');
  }
  done('docs/openapi.json is up to date');
}

await main().catch(endWith);
