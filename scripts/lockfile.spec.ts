import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { missingOptionals, platformEntry } from './lib/lockfile.mjs';

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');

describe('package-lock.json', () => {
  test('names the optional packages of every platform, or npm ci refuses it everywhere', () => {
    expect(missingOptionals(JSON.parse(text))).toEqual([]);
  });

  test('names no registry', () => {
    expect(text).not.toMatch(/"resolved": "[a-z+]+:/);
  });

  test('an optional package that is missing is found, and its entry says where it belongs', () => {
    const optionalDependencies = { '@tool/darwin-arm64': '1.2.3', 'tool-windows-clock': '^0.1.0' };
    const packages = { 'node_modules/tool': { optionalDependencies, dev: true } };
    const missing = missingOptionals({ packages });
    expect(missing.map(platformEntry)).toEqual([
      { version: '1.2.3', cpu: ['arm64'], os: ['darwin'], dev: true, optional: true },
      { version: '0.1.0', os: ['win32'], dev: true, optional: true },
    ]);
  });
});
