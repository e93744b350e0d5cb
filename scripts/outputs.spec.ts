/** A build leaves nothing of sources that are gone. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { removeWithoutSource } from './lib/outputs.mjs';

const root = mkdtempSync(path.join(tmpdir(), 'drawdown-outputs-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
}

it('removes what was compiled of a source that is gone, and nothing else', () => {
  write('libs/kept.ts', 'libs/page.tsx');
  write('dist/.built-from', 'dist/libs/kept.js', 'dist/libs/kept.js.map', 'dist/libs/page.js');
  write('dist/libs/gone.js', 'dist/libs/gone.js.map', 'dist/libs/folder/gone.js', 'dist/console/assets/index.js');
  const folders = { outputs: path.join(root, 'dist'), sources: root };
  removeWithoutSource({ ...folders, isMade: (file) => !file.startsWith('console/') });
  removeWithoutSource({ ...folders, outputs: path.join(root, 'nowhere') });
  const left = readdirSync(folders.outputs, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  expect(left.map(({ name }) => name).toSorted()).toEqual([
    '.built-from',
    'index.js',
    'kept.js',
    'kept.js.map',
    'page.js',
  ]);
});
