/** What differs between two values of plain data, as plain data: a few bytes where they are nearly the same. */

/** Absent: nothing. `[value]`: it is this instead. Else by the members, or places, that differ. */
export type Difference = readonly [unknown] | { readonly [member: string]: Difference } | undefined;

type Members = Readonly<Record<string, unknown>>;

export function differenceOf(from: unknown, to: unknown): Difference {
  if (from === to) return undefined;
  const pairs = alike(from, to);
  if (!pairs) return [to];
  const members = pairs.flatMap(({ name, before, after }): (readonly [string, Difference])[] => {
    const difference = differenceOf(before, after);
    return difference === undefined ? [] : [[name, difference]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** What `differenceOf` was given as `to`, as JSON gives it back. */
export function differing(from: unknown, difference: Difference): unknown {
  if (difference === undefined) return from;
  if (isReplacement(difference)) return difference[0];
  const changed = (name: string, each: unknown) =>
    Object.hasOwn(difference, name) ? differing(each, difference[name]) : each;
  if (Array.isArray(from)) return from.map((each, nth) => changed(String(nth), each));
  return Object.fromEntries(Object.entries(from as Members).map(([name, each]) => [name, changed(name, each)]));
}

const isReplacement = (difference: NonNullable<Difference>): difference is readonly [unknown] =>
  Array.isArray(difference);

type Pair = { readonly name: string; readonly before: unknown; readonly after: unknown };

/** Their members, where both have the same in the same order and JSON keeps them all. */
function alike(from: unknown, to: unknown): readonly Pair[] | undefined {
  if (typeof from !== 'object' || typeof to !== 'object' || from === null || to === null) return undefined;
  const [names, itsNames] = [Object.keys(from), Object.keys(to)];
  if (Array.isArray(from) !== Array.isArray(to) || names.length !== itsNames.length) return undefined;
  const pairs = names.map((name) => ({ name, before: (from as Members)[name], after: (to as Members)[name] }));
  const isKept = ({ name, before, after }: Pair, nth: number) =>
    name === itsNames[nth] && before !== undefined && after !== undefined;
  return pairs.every(isKept) ? pairs : undefined;
}
