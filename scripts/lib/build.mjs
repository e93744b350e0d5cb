/** dist/: compiled sources and the files that they read, built again when a source has changed. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { binary, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { Refusal, done, seconds, step } from './say.mjs';

const rooms = ['apps', 'libs', 'projections'];
const settings = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json'];
const stamp = inRoot('dist', '.built-from');

const isCompiled = (file) => /\.[cm]?tsx?$/.test(file);
/** Files that code reads at run time, copied to where its compiled form looks for them. */
const isAsset = (file) => /\.(lua|proto|json)$/.test(file) && !/(^|\/)tsconfig[^/]*\.json$/.test(file);
const isOfTests = (file) => /\.spec\.ts$|\/(test|testing)\//.test(file);

function filesIn(room) {
  if (!existsSync(inRoot(room))) return [];
  return readdirSync(inRoot(room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !isOfTests(file));
}

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
  const sources = fingerprint([...files.filter((file) => isCompiled(file) || isAsset(file)), ...settings]);
  const startedAt = performance.now();
  rmSync(stamp, { force: true });
  const { code, output } = await run(binary('tsc'), ['-p', inRoot('tsconfig.build.json')], { cwd: root });
  if (code !== 0) throw new Refusal(`the build failed:\n${output.trim()}`);
  mkdirSync(inRoot('dist'), { recursive: true });
  for (const file of files.filter(isAsset)) cpSync(inRoot(file), inRoot('dist', file));
  writeFileSync(stamp, sources);
  done(`built in ${seconds(performance.now() - startedAt)}`);
}

export async function buildWhenChanged() {
  const files = rooms.flatMap(filesIn).filter((file) => isCompiled(file) || isAsset(file));
  if (builtFrom() === fingerprint([...files, ...settings])) return;
  step('building');
  await build();
}
