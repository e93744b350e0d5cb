/** dist/ and eventstore-node/dist/: compiled sources and the console, built again when a source has changed. */
import { buildConsole, buildConsoleWhenChanged, isOfConsole } from './build-console.mjs';
import { Stamp, filesIn, fingerprint } from './fingerprint.mjs';
import { removeWithoutSource } from './outputs.mjs';
import { binary, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { Refusal, done, seconds, step } from './say.mjs';

const rooms = ['apps', 'libs', 'projections', 'eventstore-node'];
/** Each compiles into a dist/ beside it. */
const projects = ['tsconfig.build.json', 'eventstore-node/tsconfig.json'];
const compiled = [
  { outputs: inRoot('dist'), sources: root, isMade: (/** @type {string} */ file) => !isOfConsole(file) },
  { outputs: inRoot('eventstore-node/dist'), sources: inRoot('eventstore-node') },
];
const settings = ['package.json', 'package-lock.json', 'tsconfig.base.json', ...projects];
const stamp = new Stamp('dist', '.built-from');

/** @param {string} file */
const isCompiled = (file) => /\.[cm]?tsx?$/.test(file) && !isOfConsole(file);
/** @param {string} file */
const isOfTests = (file) => /\.spec\.ts$|\/(test|testing|dist)\//.test(file);

function sourcesNow() {
  const files = rooms.flatMap(filesIn).filter((file) => isCompiled(file) && !isOfTests(file));
  return fingerprint([...files, ...settings]);
}

async function compile() {
  // Taken before the compiler reads, so that what is edited meanwhile counts as changed.
  const sources = sourcesNow();
  const startedAt = performance.now();
  stamp.remove();
  for (const project of projects) {
    const { code, output } = await run(binary('tsc'), ['-p', inRoot(project)], { cwd: root });
    if (code !== 0) throw new Refusal(`the build failed:\n${output.trim()}`);
  }
  compiled.forEach(removeWithoutSource);
  stamp.set(sources);
  done(`built in ${seconds(performance.now() - startedAt)}`);
}

/** Builds everything; `Refusal` with the compiler's words when it does not compile. */
export async function build() {
  await compile();
  await buildConsole();
}

export async function buildWhenChanged() {
  if (!stamp.isOf(sourcesNow())) {
    step('building');
    await compile();
  }
  await buildConsoleWhenChanged();
}
