/** Groups of users that ACLs name without anybody having defined them. */
export const ADMINS = '$admins';
export const OPERATORS = '$ops';
/** In an ACL: everyone. */
export const EVERYONE = '$all';

/** What can be done to a stream. */
export type StreamAction = 'read' | 'write' | 'delete' | 'metaRead' | 'metaWrite';

/** Users and groups by what they may do. What it does not mention, the default ACL of the stream's kind decides. */
export type StreamAcl = Readonly<Partial<Record<StreamAction, readonly string[]>>>;

const actions: ReadonlyMap<string, StreamAction> = new Map([
  ['$r', 'read'],
  ['$w', 'write'],
  ['$d', 'delete'],
  ['$mr', 'metaRead'],
  ['$mw', 'metaWrite'],
]);

const rolesOf = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((role) => typeof role === 'string') ? value : undefined;
};

/**
 * Undefined for what the server can't read: one with a field that it does not know, or with roles that are no strings, or a
 * string itself.
 */
export function readAcl(json: unknown): StreamAcl | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const given = Object.entries(json).map(([field, roles]) => [actions.get(field), rolesOf(roles)]);
  const isReadable = given.every(([action, roles]) => action && roles);
  return isReadable ? (Object.fromEntries(given) as StreamAcl) : undefined;
}

/** The `$acl` of a stream's metadata, and the two of `$settings`: one that can't be read counts as none, as on the server. */
export const parseAcl = (json: unknown): StreamAcl => readAcl(json) ?? {};
