/** Which scripts a browser loads before a page of the console is there, by Vite's manifest. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ file: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[] }} Chunk */

/**
 * Whatever page is opened first: the entry with all that it imports, and each page that is loaded when it is asked for.
 * @param {string} folder
 */
export function firstLoads(folder) {
  /** @type {Record<string, Chunk>} */
  const chunks = JSON.parse(readFileSync(path.join(folder, '.vite', 'manifest.json'), 'utf8'));

  /**
   * @param {string} name
   * @param {Set<string>} [found]
   */
  function withImports(name, found = new Set()) {
    if (found.has(name)) return found;
    found.add(name);
    for (const each of chunks[name]?.imports ?? []) withImports(each, found);
    return found;
  }

  /** @param {Iterable<string>} names */
  const scripts = (names) =>
    [...new Set([...names].map((name) => chunks[name]?.file ?? name))].filter((file) => file.endsWith('.js'));

  const [entry] = Object.entries(chunks).find(([, { isEntry }]) => isEntry) ?? [];
  if (!entry) throw new Error(`The manifest in ${folder} names no entry`);
  const first = withImports(entry);
  const pages = [...first].flatMap((name) => chunks[name]?.dynamicImports ?? []);
  return [
    { page: entry, files: scripts(first) },
    ...pages.map((page) => ({ page, files: scripts([...first, ...withImports(page)]) })),
  ];
}
