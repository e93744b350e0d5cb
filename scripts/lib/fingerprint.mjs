/** Of what something was built, so that it is built again only when that has changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './paths.mjs';

/**
 * The files below a folder, named from the repository's root.
 * @param {string} folder
 */
export function filesIn(folder) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}

/** @param {readonly string[]} files */
export function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of [...files].sort((a, b) => a.localeCompare(b))) {
    const { size, mtimeMs } = statSync(inRoot(file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Where the fingerprint of what was built lies, absent while a build has not succeeded. */
export class Stamp {
  #file;

  /** @param {string[]} file */
  constructor(...file) {
    this.#file = inRoot(...file);
  }

  /** @param {string} sources */
  isOf = (sources) => existsSync(this.#file) && readFileSync(this.#file, 'utf8') === sources;

  remove = () => rmSync(this.#file, { force: true });

  /** @param {string} sources */
  set(sources) {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, sources);
  }
}
