/**
 * Who may call. A key is known by its SHA-256 only until it is used, and found by hashes, so that the time of the look-up
 * gives nothing of a key away; the keys are random, so that a plain hash of one can't be guessed.
 */
import { hash } from 'node:crypto';
import { ROLES, type Role, readKeyFile } from '#platform/api-key-file.js';

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
  const keys = file === undefined ? DEVELOPMENT_KEYS : readKeyFile(file);
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
