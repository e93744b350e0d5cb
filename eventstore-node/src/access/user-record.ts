import { parseObject } from '../storage/stream-settings.js';
import type { PasswordHash } from './password.js';

/** A user as its last event in `$user-<login name>` has it. Field names are the server's. */
export interface UserRecord extends PasswordHash {
  readonly loginName: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly disabled: boolean;
}

export const encodeUser = ({ loginName, fullName, salt, hash, disabled, groups }: UserRecord): Buffer =>
  Buffer.from(JSON.stringify({ loginName, fullName, salt, hash, disabled, groups }));

/** Undefined for what is no user: administrators can write anything into these streams. */
export function decodeUser(data: Uint8Array): UserRecord | undefined {
  const { loginName, fullName, salt, hash, disabled, groups } = parseObject(data);
  if (typeof loginName !== 'string' || typeof salt !== 'string' || typeof hash !== 'string') return undefined;
  const named = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
  return {
    loginName,
    fullName: typeof fullName === 'string' ? fullName : '',
    salt,
    hash,
    disabled: disabled === true,
    groups: named,
  };
}
