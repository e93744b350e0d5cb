/** dist/ and eventstore-node/dist/: compiled sources, built again when a source has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binary, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { Refusal, done, seconds, step } from './say.mjs';

const rooms = ['apps', 'libs', 'projections', 'eventstore-node'];
/** Each compiles into a dist/ beside it. */
const projects = ['tsconfig.build.json', 'eventstore-node/tsconfig.json'];
const settings = ['package.json', 'package-lock.json', 'tsconfig.base.json', ...projects];
const stamp = inRoot('dist', '.built-from');

/** @param {string} file */
const isCompiled = (file) => /\.[cm]?tsx?$/.test(file);
/** @param {string} file */
const isOfTests = (file) => /\.spec\.ts$|\/(test|testing|dist)\//.test(file);

/** @param {string} room */
function filesIn(room) {
  if (!existsSync(inRoot(room))) return [];
  return readdirSync(inRoot(room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => isCompiled(file) && !isOfTests(file));
}

/** @param {readonly string[]} files */
function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort((a, b) => a.localeCompare(b))) {
    const { size, mtimeMs } = statSync(inRoot(file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const builtFrom = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined);

/** Compiles everything; `Refusal` with the compiler's words when it does not compile. */
export async function build() {
  const files = rooms.flatMap(filesIn);
  // Taken before the compiler reads, so that what is edited meanwhile counts as changed.
  const sources = fingerprint([...files, ...settings]);
  const startedAt = performance.now();
  rmSync(stamp, { force: true });
  for (const project of projects) {
    const { code, output } = await run(binary('tsc'), ['-p', inRoot(project)], { cwd: root });
    if (code !== 0) throw new Refusal(`the build failed:\n${output.trim()}`);
  }
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stamp, sources);
  done(`built in ${seconds(performance.now() - startedAt)}`);
}

export async function buildWhenChanged() {
  const files = rooms.flatMap(filesIn);
  if (builtFrom() === fingerprint([...files, ...settings])) return;
  step('building');
  await build();
}
