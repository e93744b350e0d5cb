import type { NodeOptions } from '../options.js';
import type { EventLog } from '../storage/event-log.js';
import { restricted, unrestricted, type Access } from './access.js';
import { Authenticator } from './authenticator.js';
import { defaultUsers } from './principal.js';
import { StreamAccess } from './stream-access.js';
import { Users } from './users.js';

export interface OpenedAccess {
  readonly access: Access;
  /** Absent with --insecure. */
  readonly users?: Users;
}

/** Who may do what on this node. Sees to it that there are users to begin with. */
export async function openAccess(log: EventLog, options: NodeOptions): Promise<OpenedAccess> {
  if (options.insecure) return { access: unrestricted };
  const users = new Users(log);
  await createDefaultUsers(users, options);
  const streams = new StreamAccess(log, { allowAnonymous: options.allowAnonymousStreamAccess });
  return { users, access: restricted(new Authenticator(users), streams, options) };
}

/** Those that never were: one that was deleted stays so, and one that is there keeps its password. */
async function createDefaultUsers(users: Users, { defaultAdminPassword, defaultOpsPassword }: NodeOptions) {
  const passwords = { admin: defaultAdminPassword, operations: defaultOpsPassword };
  for (const role of ['admin', 'operations'] as const) {
    const user = defaultUsers[role];
    if (!users.hasEverExisted(user.loginName)) await users.create({ ...user, password: passwords[role] });
  }
}
