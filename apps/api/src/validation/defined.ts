/** Optional members as the domain wants them: absent, never undefined. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without the members that are undefined. */
export function defined<T extends object>(members: T): Defined<T> {
  const result: Record<string, unknown> = {};
  for (const name in members) if (members[name] !== undefined) result[name] = members[name];
  return result as Defined<T>;
}

/** The conversion of a member that is there. */
export const given = <T, U>(value: T | undefined, convert: (value: T) => U): U | undefined =>
  value === undefined ? undefined : convert(value);
