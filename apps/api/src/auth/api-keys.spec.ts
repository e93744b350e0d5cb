import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseKeys } from '#platform/api-key-file.js';
import { loadApiKeys, sha256 } from './api-keys.js';

const entry = (name: string, role: string, key = name) => ({ name, role, sha256: sha256(key) });

describe('API keys', () => {
  it('are the five of development where there is no file', () => {
    const keys = loadApiKeys(undefined);
    expect(keys.callerOf('dev-finance')).toEqual({ key: 'dev-finance', role: 'finance' });
    expect(keys.callerOf('dev-stranger')).toBeUndefined();
  });

  it('come from a file, and then the ones of development are not there', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'keys.json');
    const content = {
      keys: [
        entry('checkout', 'service', 's3cret'),
        { ...entry('ops', 'admin', 'Ops'), sha256: sha256('Ops').toUpperCase() },
      ],
    };
    writeFileSync(file, JSON.stringify(content));
    const keys = loadApiKeys(file);
    expect(keys.callerOf('s3cret')).toEqual({ key: 'checkout', role: 'service' });
    expect(keys.callerOf('Ops')).toEqual({ key: 'ops', role: 'admin' });
    expect(keys.callerOf('dev-admin')).toBeUndefined();
    expect(keys.callerOf(sha256('s3cret'))).toBeUndefined();
  });

  it('may share a name while one replaces the other', () => {
    expect(parseKeys({ keys: [entry('a', 'service', '1'), entry('a', 'service', '2')] }, 'f')).toHaveLength(2);
  });

  it.each([
    ['no list', {}],
    ['an empty list', { keys: [] }],
    ['an unknown role', { keys: [entry('a', 'root')] }],
    ['no name', { keys: [{ ...entry('a', 'admin'), name: '' }] }],
    ['a key instead of its hash', { keys: [{ name: 'a', role: 'admin', sha256: 'dev-admin' }] }],
    ['an unknown member', { keys: [{ ...entry('a', 'admin'), key: 'a' }] }],
    ['one name with two roles', { keys: [entry('a', 'service', '1'), entry('a', 'admin', '2')] }],
    ['one key twice', { keys: [entry('a', 'service', '1'), entry('b', 'service', '1')] }],
    ['null', null],
  ])('are refused with %s', (_, content) =>
    expect(() => parseKeys(content, 'keys.json')).toThrow('API_KEYS_FILE=keys.json is wrong'),
  );

  it('name the file that is no JSON', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'keys.json');
    writeFileSync(file, '{');
    expect(() => loadApiKeys(file)).toThrow(`API_KEYS_FILE=${file} is wrong`);
  });
});
