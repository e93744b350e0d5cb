/** dist/apps/console: what Vite makes of apps/console, compressed beside it, and not larger than a first load may be. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { firstLoads } from './first-load.mjs';
import { Stamp, filesIn, fingerprint } from './fingerprint.mjs';
import { binary, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { Refusal, done, seconds, step } from './say.mjs';

const FIRST_LOAD_BYTES = 250 * 1024;
/** What sending it compressed is worth: scripts, styles, pages, pictures that are text. */
const COMPRESSED = /\.(js|css|html|svg|json)$/;

const folder = 'apps/console';
const builtInto = `dist/${folder}`;
const settings = ['package.json', 'package-lock.json', 'tsconfig.base.json'];
const stamp = new Stamp(builtInto, '.built-from');

/** @param {string} file */
export const isOfConsole = (file) => file.startsWith(`${folder}/`);

const sourcesNow = () =>
  fingerprint([...[folder, 'libs/client'].flatMap(filesIn).filter((file) => !file.endsWith('.spec.ts')), ...settings]);

/** @type {['build', ...string[]]} */
const viteArguments = [
  'build',
  inRoot(folder),
  '--outDir',
  inRoot(builtInto),
  '--emptyOutDir',
  '--base',
  '/console/',
  // `npm run dev` may be building it too: both write the same.
  '--bypass-lock',
];

/** @param {string} file */
const gzipped = (file) => gzipSync(readFileSync(inRoot(file)), { level: 9 });

function requireSmallFirstLoads() {
  const sizes = firstLoads(inRoot(builtInto)).map(({ page, files }) => ({
    page,
    bytes: files.reduce((sum, file) => sum + gzipped(`${builtInto}/${file}`).length, 0),
  }));
  const tooLarge = sizes.filter(({ bytes }) => bytes > FIRST_LOAD_BYTES);
  const lines = tooLarge.map(({ page, bytes }) => `${page}: ${bytes} bytes of script, compressed`);
  if (lines.length > 0)
    throw new Refusal(`a page of the console loads more than ${FIRST_LOAD_BYTES}:\n${lines.join('\n')}`);
  return Math.max(0, ...sizes.map(({ bytes }) => bytes));
}

/** `Refusal` with Vite's words when it does not build, and when a page would load too much. */
export async function buildConsole() {
  const sources = sourcesNow();
  const startedAt = performance.now();
  stamp.remove();
  const { code, output } = await run(binary('vite'), [...viteArguments, '--manifest', '--logLevel', 'warn'], {
    cwd: root,
  });
  if (code !== 0) throw new Refusal(`the build of the console failed:\n${output.trim()}`);
  const largest = requireSmallFirstLoads();
  for (const file of filesIn(builtInto).filter((each) => COMPRESSED.test(each))) {
    writeFileSync(inRoot(`${file}.gz`), gzipped(file));
  }
  stamp.set(sources);
  const kilobytes = Math.ceil(largest / 1024);
  done(`console built in ${seconds(performance.now() - startedAt)}; a page loads ${kilobytes} KB of script at first`);
}

export async function buildConsoleWhenChanged() {
  if (stamp.isOf(sourcesNow())) return;
  step('building the console');
  await buildConsole();
}

/** Builds it again whenever a source of it changes; what is compressed would be out of date, so nothing is. */
export const watchedConsole = {
  name: 'console',
  rank: 1,
  command: process.execPath,
  args: [
    inRoot('node_modules', 'vite', 'bin', 'vite.js'),
    ...viteArguments,
    '--manifest',
    '--watch',
    '--logLevel',
    'warn',
  ],
  env: process.env,
  isShown: true,
};
