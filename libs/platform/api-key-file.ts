/**
 * API_KEYS_FILE is JSON: {"keys": [{"name": "checkout", "role": "service", "sha256": "<64 hex digits>"}]}. The name is
 * what events keep of a caller. Two keys may share a name, while one replaces the other, if they share the role too.
 * The hash of a key: printf %s "$KEY" | sha256sum
 */
import { readFileSync } from 'node:fs';
import { ConfigError } from './config.js';

/** Rule 11.5. */
export const ROLES = ['service', 'checkout', 'support', 'finance', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type KeyEntry = { readonly name: string; readonly role: Role; readonly sha256: string };

/** Throws `ConfigError`. */
export function readKeyFile(file: string): readonly KeyEntry[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
  return parseKeys(content, file);
}

export function parseKeys(content: unknown, file: string): readonly KeyEntry[] {
  const { keys } = (content ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) throw wrong(file, 'expected {"keys": [...]} with at least one key');
  const entries = keys.map((entry, nth) => parseKey(entry, `keys[${nth}]`, file));
  const roles = new Map<string, Role>();
  for (const { name, role } of entries) {
    if ((roles.get(name) ?? role) !== role) throw wrong(file, `${name} has two roles`);
    roles.set(name, role);
  }
  if (new Set(entries.map((entry) => entry.sha256)).size < entries.length) throw wrong(file, 'a key occurs twice');
  return entries;
}

function parseKey(entry: unknown, where: string, file: string): KeyEntry {
  const { name, role, sha256: hashed, ...others } = (entry ?? {}) as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(file, `${where} has an unknown member ${unknown}`);
  if (typeof name !== 'string' || !/^[\w.@-]{1,64}$/.test(name)) {
    throw wrong(file, `${where}.name must be 1 to 64 letters, digits or any of _ . @ -`);
  }
  const known = ROLES.find((each) => each === role);
  if (!known) throw wrong(file, `${where}.role must be one of ${ROLES.join(', ')}`);
  if (typeof hashed !== 'string' || !/^[0-9a-f]{64}$/i.test(hashed)) {
    throw wrong(file, `${where}.sha256 must be 64 hex digits`);
  }
  return { name, role: known, sha256: hashed.toLowerCase() };
}

const wrong = (file: string, reason: string): ConfigError =>
  new ConfigError(`API_KEYS_FILE=${file} is wrong: ${reason}`);
