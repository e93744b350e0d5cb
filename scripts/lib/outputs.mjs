/** What the compiler made and never takes away: of a source that is gone it would be found and run for ever. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const OUTPUT = /\.js(\.map)?$/;
const SOURCES = ['.ts', '.tsx'];

/**
 * Removes outputs below a folder whose source is gone. `made` says which files of it the compiler made.
 * @param {{ outputs: string, sources: string, isMade?: (file: string) => boolean }} folders
 */
export function removeWithoutSource({ outputs, sources, isMade = () => true }) {
  if (!existsSync(outputs)) return;
  for (const entry of readdirSync(outputs, { recursive: true, withFileTypes: true })) {
    const file = path.relative(outputs, path.join(entry.parentPath ?? entry.path, entry.name));
    if (!entry.isFile() || !OUTPUT.test(file) || !isMade(file)) continue;
    const source = path.join(sources, file.replace(OUTPUT, ''));
    if (!SOURCES.some((ending) => existsSync(source + ending))) rmSync(path.join(outputs, file), { force: true });
  }
}
