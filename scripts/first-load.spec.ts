/** What a browser loads before a page of the console is there: the entry, what it imports, and one page, whichever is opened first. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { firstLoads } from './lib/first-load.mjs';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'drawdown-first-load-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function loadsOf(manifest: object) {
  mkdirSync(path.join(folder, '.vite'));
  writeFileSync(path.join(folder, '.vite', 'manifest.json'), JSON.stringify(manifest));
  return Object.fromEntries(firstLoads(folder).map(({ page, files }) => [page, files.toSorted()]));
}

it('is the entry with all that it imports, and with each page that is loaded later what that one imports', () => {
  const loads = loadsOf({
    'index.html': { file: 'index.js', isEntry: true, imports: ['_react'], dynamicImports: ['accounts', 'chart'] },
    _react: { file: 'react.js', imports: ['_scheduler'] },
    _scheduler: { file: 'scheduler.js', imports: ['_react'] },
    accounts: { file: 'accounts.js', imports: ['_react', '_table'] },
    _table: { file: 'table.js', dynamicImports: ['plot'] },
    chart: { file: 'chart.js' },
    plot: { file: 'plot.js' },
  });
  const entry = ['index.js', 'react.js', 'scheduler.js'];
  expect(loads).toEqual({
    'index.html': entry,
    accounts: ['accounts.js', ...entry, 'table.js'],
    chart: ['chart.js', ...entry],
  });
});

it('can not be told of a build without an entry', () => {
  expect(() => loadsOf({ lone: { file: 'lone.js' } })).toThrow('names no entry');
});
