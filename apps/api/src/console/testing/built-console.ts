/** A folder as a build of the console leaves it, of a few words. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const FILES = {
  'index.html': '<!doctype html><title>Console</title>',
  'assets/index-Ab1_.js': 'export const page = 1;',
  '.vite/manifest.json': '{}',
};

export function builtConsole(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-console-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    writeFileSync(path.join(folder, `${file}.gz`), gzipSync(text));
  }
  return folder;
}
