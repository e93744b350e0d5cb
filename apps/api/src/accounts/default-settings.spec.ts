import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { ConfigError } from '#platform/config.js';
import { loadDefaultSettings } from './default-settings.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'drawdown-settings-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const fileOf = (content: string): string => {
  const file = path.join(directory, 'settings.json');
  writeFileSync(file, content);
  return file;
};

describe('the default settings', () => {
  it("are the domain's own without a file", () => {
    expect(loadDefaultSettings(undefined)).toEqual(DEFAULT_SETTINGS);
  });

  it('are those of the file where it names them', () => {
    const file = fileOf('{"overdraftLimit": "2.50", "graceWindowSeconds": 60, "alertThresholds": ["5"]}');
    expect(loadDefaultSettings(file)).toEqual({
      ...DEFAULT_SETTINGS,
      overdraftLimit: '2.50',
      graceWindowSeconds: 60,
      alertThresholds: ['5.00'],
    });
  });

  it.each([
    ['{"overdraftLimit": 2}', 'overdraftLimit'],
    ['{"graceWindowSeconds": -1}', 'graceWindowSeconds'],
    ['{"graceWindowSeconds": 1e3}', 'graceWindowSeconds'],
    ['{"overdraft": "2"}', 'overdraft is not known here'],
    ['[]', 'it must be an object'],
    ['{', 'JSON'],
  ])('name what is wrong in %s', (content, fault) => {
    const file = fileOf(content);
    const load = () => loadDefaultSettings(file);
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(`SETTINGS_FILE=${file} is wrong`);
    expect(load).toThrow(fault);
  });
});
