import { ADMINS, EVERYONE, type StreamAcl } from '../storage/stream-acl.js';

const everything = (role: string): Required<StreamAcl> => ({
  read: [role],
  write: [role],
  delete: [role],
  metaRead: [role],
  metaWrite: [role],
});

/** The server's own, where `$settings` has nothing else. */
export const defaultAcls = { user: everything(EVERYONE), system: everything(ADMINS) } as const;
