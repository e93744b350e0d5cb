/** What accounts are opened with where a request names nothing else (rule 11.6): of a file, else the domain's own. */
import { readFileSync } from 'node:fs';
import type { Settings } from '#domain/account/events.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { ConfigError } from '#platform/config.js';
import { InvalidInput } from '../errors/api-error.js';
import { withWholeNumbers } from '../http/whole-numbers.js';
import { validated } from '../validation/validated.js';
import { SettingsBody, settingsOf } from './settings.js';

/** `file` is SETTINGS_FILE: JSON with any of the settings. Throws `ConfigError` naming the file and what is wrong in it. */
export function loadDefaultSettings(file: string | undefined): Settings {
  if (file === undefined) return DEFAULT_SETTINGS;
  try {
    const content = JSON.parse(withWholeNumbers(readFileSync(file, 'utf8'))) as unknown;
    return { ...DEFAULT_SETTINGS, ...settingsOf(validated(SettingsBody, content, 'it')) };
  } catch (error) {
    const faults = error instanceof InvalidInput ? error.errors.map(({ message }) => message) : [String(error)];
    throw new ConfigError(`SETTINGS_FILE=${file} is wrong: ${faults.join(' ')}`);
  }
}
