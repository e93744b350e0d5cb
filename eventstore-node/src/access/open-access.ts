import type { EventLog } from '../storage/event-log.js';
import { restricted, unrestricted, type Access, type AnonymousOptions } from './access.js';
import { Authenticator } from './authenticator.js';
import { defaultUsers } from './principal.js';
import { StreamAccess } from './stream-access.js';
import { Users } from './users.js';

/** The options of the node that decide who may do what. */
export interface AccessOptions extends AnonymousOptions {
  /** Nothing is checked. */
  readonly insecure: boolean;
  readonly allowAnonymousStreamAccess: boolean;
  /** Of the two users that a first start creates. */
  readonly defaultAdminPassword: string;
  readonly defaultOpsPassword: string;
}

export interface OpenedAccess {
  readonly access: Access;
  /** Absent with --insecure. */
  readonly users?: Users;
}

/** Who may do what on this node. Creates the users of a first start. */
export async function openAccess(log: EventLog, options: AccessOptions): Promise<OpenedAccess> {
  if (options.insecure) return { access: unrestricted };
  const users = new Users(log);
  await createDefaultUsers(users, options);
  const streams = new StreamAccess(log, { allowAnonymous: options.allowAnonymousStreamAccess });
  return { users, access: restricted(new Authenticator(users), streams, options) };
}

/** Those that never were: one that was deleted stays so, and one that is there keeps its password. */
async function createDefaultUsers(users: Users, { defaultAdminPassword, defaultOpsPassword }: AccessOptions) {
  const passwords = { admin: defaultAdminPassword, operations: defaultOpsPassword };
  for (const role of ['admin', 'operations'] as const) {
    const user = defaultUsers[role];
    if (!users.hasEverExisted(user.loginName)) await users.create({ ...user, password: passwords[role] });
  }
}
