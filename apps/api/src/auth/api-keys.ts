/**
 * Who may call. A key is known by its SHA-256 only until it is used, and found by hashes, so that the time of the look-up
 * gives nothing of a key away; the keys are random, so that a plain hash of one can't be guessed.
 *
 * API_KEYS_FILE is JSON: {"keys": [{"name": "checkout", "role": "service", "sha256": "<64 hex digits>"}]}. The name is
 * what events keep of a caller. Two keys may share a name, while one replaces the other, if they share the role too.
 * The hash of a key: printf %s "$KEY" | sha256sum
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '#platform/config.js';
import { ROLES, type Role } from './roles.js';

/** A caller: the name of its key, and what it may do. */
export type Caller = { readonly key: string; readonly role: Role };

export type ApiKeys = {
  /** The development keys: whoever can send a request has them, a web page too. */
  readonly areKnownToAll: boolean;
  /** The caller whose key this is, or undefined. */
  callerOf(key: string): Caller | undefined;
};

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Known to everybody: on loopback only, never in production (see platform/config.ts). */
const DEVELOPMENT_KEYS = ROLES.map((role) => ({ name: `dev-${role}`, role, sha256: sha256(`dev-${role}`) }));

export function loadApiKeys(file: string | undefined): ApiKeys {
  const keys = file === undefined ? DEVELOPMENT_KEYS : parseKeys(readKeys(file), file);
  const callers = new Map(keys.map(({ sha256: hashed, name, role }) => [hashed, { key: name, role }]));
  // Keys that were valid once, as they were sent: no more of them than there are.
  const known = new Map<string, Caller>();
  const callerOf = (key: string): Caller | undefined => {
    const caller = known.get(key) ?? callers.get(sha256(key));
    if (caller) known.set(key, caller);
    return caller;
  };
  return { areKnownToAll: file === undefined, callerOf };
}

type KeyEntry = { readonly name: string; readonly role: Role; readonly sha256: string };

function readKeys(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
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
