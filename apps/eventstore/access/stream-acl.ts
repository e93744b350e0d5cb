/** What can be done to a stream. */
export type StreamAction = 'read' | 'write' | 'delete' | 'metaRead' | 'metaWrite';

/** Users and groups by what they may do. What it does not mention, the default ACL of the stream's kind decides. */
export type StreamAcl = Readonly<Partial<Record<StreamAction, readonly string[]>>>;

const fields: Record<StreamAction, string> = {
  read: '$r',
  write: '$w',
  delete: '$d',
  metaRead: '$mr',
  metaWrite: '$mw',
};

const everything = (role: string): Required<StreamAcl> => ({
  read: [role],
  write: [role],
  delete: [role],
  metaRead: [role],
  metaWrite: [role],
});

/** The server's own, where `$settings` says nothing else. */
export const defaultAcls = { user: everything('$all'), system: everything('$admins') } as const;

const rolesOf = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((role) => typeof role === 'string') : undefined;
};

/** The `$acl` of a stream's metadata, and the two of `$settings`. */
export function parseAcl(json: unknown): StreamAcl {
  if (typeof json !== 'object' || json === null) return {};
  const given = Object.entries(fields).map(([action, field]) => [
    action,
    rolesOf((json as Record<string, unknown>)[field]),
  ]);
  return Object.fromEntries(given.filter(([, roles]) => roles !== undefined)) as StreamAcl;
}
