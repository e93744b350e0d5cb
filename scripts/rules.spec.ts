/** Whatever refers to a rule refers to one of docs/rules.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '..');
const RULES = 'docs/rules.md';
const SELF = 'scripts/rules.spec.ts';

/** `rule 5.3`, `rules 5.3, 5.4 and 6.1`, `rules 3.1 to 3.3`: every number that is named. */
const REFERENCE = /\brules? ((?:\d+\.\d+)(?:(?:, | and | to )\d+\.\d+)*)/gi;
const numbersIn = (text: string): string[] =>
  [...text.matchAll(REFERENCE)].flatMap(([, list = '']) => list.split(/, | and | to /));

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|tsx|mjs|cjs|md)$/.test(file) && file !== SELF);
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const rules = [...textOf(RULES).matchAll(/^- \*\*(\d+\.\d+)\*\* /gm)].map(([, number]) => number);

describe('rules', () => {
  test('each has a number of its own', () => {
    expect(rules.length).toBeGreaterThan(100);
    expect(rules).toEqual([...new Set(rules)]);
  });

  test('every reference is to a rule that exists', () => {
    const known = new Set(rules);
    const unknown = sources.flatMap((file) =>
      numbersIn(textOf(file)).flatMap((number) => (known.has(number) ? [] : [`${file}: rule ${number}`])),
    );
    expect(unknown).toEqual([]);
  });

  test('nothing refers to a specification that is not in the repository', () => {
    const elsewhere = sources.filter((file) => /\bspec \d/i.test(textOf(file)));
    expect(elsewhere).toEqual([]);
  });

  test('a reference to a rule that does not exist is found', () => {
    expect(numbersIn('as rules 5.3, 99.1 and 6.4 to 6.5 say (rule 1.1)')).toEqual(['5.3', '99.1', '6.4', '6.5', '1.1']);
  });
});
