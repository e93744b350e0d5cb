/** Files that the documents for contributors name are there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const ROOMS = ['apps', 'bench', 'docs', 'e2e', 'eventstore-node', 'libs', 'projections', 'scripts'];

/** Between backticks or in a link, from the repository's root; `<feature>` stands for any. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`([\w./-]+)`|\]\((?!https?:)([\w./-]+)\)/g)]
    .map(([, quoted, linked]) => quoted ?? linked ?? '')
    .filter((name) => ROOMS.includes(name.split('/')[0] ?? '') && name.includes('/'));

test.each(['README.md', 'CONTRIBUTING.md', 'docs/ARCHITECTURE.md'])('%s names files that exist', (document) => {
  const named = pathsIn(readFileSync(path.join(root, document), 'utf8'));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});

test('a file that is not there is found', () => {
  expect(pathsIn('in `libs/nowhere.ts`, `<feature>.ts` and [here](docs/none.md)')).toEqual([
    'libs/nowhere.ts',
    'docs/none.md',
  ]);
});
