#!/usr/bin/env node
// Writes what is generated from the sources (`npm run docs`), or with --check fails where it is out of date. Each step may
// read what those before it wrote.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format } from 'prettier';
import { buildWhenChanged } from './lib/build.mjs';
import { eventSchemas } from './lib/event-schemas.mjs';
import { featuresModule } from './lib/features.mjs';
import { examplesModule, guideText } from './lib/guide/guide.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { readSources } from './lib/program.mjs';
import { refusalsOfRoutes } from './lib/refusals.mjs';
import { run } from './lib/run.mjs';
import { Refusal, done, endWith } from './lib/say.mjs';

const isCheck = process.argv.includes('--check');

/** @typedef {Record<string, string>} Files What is generated, by its path in the repository. */

/** @type {() => Promise<Files>} */
async function features() {
  const folder = inRoot('apps/api/src/');
  const text = featuresModule(
    readSources((file) => file.startsWith(folder)),
    folder,
  );
  return { 'apps/api/src/features.ts': await format(text, { ...STYLE, parser: 'typescript' }) };
}

/** @type {() => Promise<Files>} */
async function refusals() {
  const routes = JSON.stringify(refusalsOfRoutes(readSources((file) => file.includes('/apps/api/src/'))));
  const text = `/** The codes that each route's own rules refuse with, by its operationId. Written by \`npm run docs\`. */
import type { ProblemCode } from '../../errors/problems.js';

export const REFUSALS_OF_ROUTES: Readonly<Record<string, readonly ProblemCode[]>> = ${routes};
`;
  return { 'apps/api/src/openapi/generated/refusals.ts': await format(text, { ...STYLE, parser: 'typescript' }) };
}

/** Versions that are not written any more keep the schema that they had. @type {() => Promise<Files>} */
async function events() {
  const program = readSources((file) => IS_OF_CODECS.test(file), { hasLibrary: true });
  const schemas = Object.entries(eventSchemas(program)).map(async ([name, schema]) => [
    `docs/events/${name}`,
    await format(JSON.stringify(schema), { ...STYLE, parser: 'json' }),
  ]);
  return Object.fromEntries(await Promise.all(schemas));
}

const IS_OF_CODECS = /\/libs\/event-store\/(codec\/|clock\.ts$)/;

/** @type {() => Promise<Files>} */
async function guide() {
  return {
    'apps/api/src/openapi/generated/examples.ts': await format(examplesModule(), { ...STYLE, parser: 'typescript' }),
    'docs/api-guide.md': await format(guideText(), { ...STYLE, parser: 'markdown' }),
  };
}

/** @type {() => Promise<Files>} */
async function openapi() {
  await buildWhenChanged();
  const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-docs-'));
  try {
    const file = path.join(folder, 'openapi.json');
    const { code, output } = await run(process.execPath, [inRoot('dist/apps/api/src/openapi.js'), file], { cwd: root });
    if (code !== 0) throw new Refusal(`the OpenAPI document could not be made:\n${output.trim()}`);
    return { 'docs/openapi.json': await format(readFileSync(file, 'utf8'), { ...STYLE, parser: 'json' }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @type {() => Promise<Files>} */
async function client() {
  const types = astToString(await openapiTS(new URL('../docs/openapi.json', import.meta.url)));
  return {
    'libs/client/generated/schema.ts': `/** Written by \`npm run docs\` out of docs/openapi.json. */\n${types}`,
  };
}

/** @type {import('prettier').Options} */
const STYLE = { printWidth: 120, singleQuote: true };
const steps = [features, refusals, events, guide, openapi, client];

/** @param {Files} files */
function summaryOf(files) {
  const [first = '', ...others] = Object.keys(files);
  return others.length === 0 ? `${first} is` : `${first} and ${others.length} more are`;
}

/** @param {Files} files */
function write(files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(inRoot(name)), { recursive: true });
    writeFileSync(inRoot(name), text);
  }
  done(`${summaryOf(files)} written`);
}

/** @param {Files} files */
function check(files) {
  for (const [name, text] of Object.entries(files)) {
    const isCurrent = existsSync(inRoot(name)) && readFileSync(inRoot(name), 'utf8') === text;
    if (!isCurrent) throw new Refusal(`${name} is out of date: \`npm run docs\` writes it anew`);
  }
  done(`${summaryOf(files)} up to date`);
}

async function main() {
  for (const step of steps) (isCheck ? check : write)(await step());
}

await main().catch(endWith);
