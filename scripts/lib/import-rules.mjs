/** Runs the rules of .dependency-cruiser.cjs over a source tree. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise } from 'dependency-cruiser';

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs');
const rooms = ['apps', 'libs', 'projections', 'eventstore-node'];

/**
 * Package imports name built files; the rules are about the sources those are built from.
 * @param {string} root
 */
const sourcesOf = (root) => ({
  alias: Object.fromEntries([
    ...['client', 'domain', 'event-store', 'followers', 'from-log', 'read-models', 'proof', 'platform'].map((lib) => [
      `#${lib}`,
      path.join(root, 'libs', lib),
    ]),
    ['#projections', path.join(root, 'projections')],
  ]),
  extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
  exportsFields: ['exports'],
  conditionNames: ['node', 'import', 'require', 'default'],
});

/** @param {string} file */
const isSource = (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.includes('/dist/');

/**
 * @param {string} root
 * @param {string} room
 */
function sourceFiles(root, room) {
  if (!existsSync(path.join(root, room))) return [];
  return readdirSync(path.join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}

/**
 * `{ violations: [{ rule, from, to }], cruised, unseen }`, where `unseen` are source files that the rules were never
 * applied to: a parser that is missing makes every rule pass.
 * @param {string} root
 */
export async function checkImports(root) {
  const files = rooms.flatMap((room) => sourceFiles(root, room));
  const present = rooms.filter((room) => files.some((file) => file.startsWith(`${room}${path.sep}`)));
  const { output } = await cruise(
    present,
    { ...options, baseDir: root, validate: true, ruleSet: { forbidden } },
    sourcesOf(root),
  );
  if (typeof output === 'string') throw new Error('dependency-cruiser reported text in place of its findings');
  const cruised = new Set(output.modules.map((module) => path.normalize(module.source)));
  return {
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    cruised: files.filter((file) => cruised.has(file)).length,
    unseen: files.filter((file) => !cruised.has(file)),
  };
}
