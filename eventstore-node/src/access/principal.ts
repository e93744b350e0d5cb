import { ADMINS, OPERATORS } from '../storage/stream-acl.js';

/** Who a call comes from. Rights belong to names and groups alike, as on the server. */
export interface Principal {
  /** Empty for nobody in particular. */
  readonly name: string;
  readonly groups: ReadonlySet<string>;
}

const ADMIN = 'admin';
const OPERATIONS = 'ops';

export const anonymous: Principal = { name: '', groups: new Set() };

export const isAnonymous = ({ name }: Principal): boolean => name === '';
export const isAdmin = ({ name, groups }: Principal): boolean => name === ADMIN || groups.has(ADMINS);
export const isOperator = (principal: Principal): boolean =>
  isAdmin(principal) || principal.name === OPERATIONS || principal.groups.has(OPERATORS);

/** The users that a node has from its first start on. */
export const defaultUsers = {
  admin: { loginName: ADMIN, fullName: 'Event Store Administrator', groups: [ADMINS] },
  operations: { loginName: OPERATIONS, fullName: 'Event Store Operations', groups: [OPERATORS] },
} as const;
