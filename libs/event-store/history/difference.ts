/** What differs between two values of plain data: where, and what is there instead. Between many neighbours it differs in the same places. */

/** Where: absent: nowhere. 0: all of it. Else the members, or places, that differ. */
export type Shape = undefined | 0 | { readonly [member: string]: Shape };

type Members = Readonly<Record<string, unknown>>;

/** What is there instead is added to `values`, in the order of the shape. */
export function differenceOf(from: unknown, to: unknown, values: unknown[]): Shape {
  if (from === to) return undefined;
  const pairs = alike(from, to);
  if (!pairs) {
    values.push(to);
    return 0;
  }
  const members = pairs.flatMap(({ name, before, after }): (readonly [string, Shape])[] => {
    const shape = differenceOf(before, after, values);
    return shape === undefined ? [] : [[name, shape]];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** What `differenceOf` was given as `to`, as JSON gives it back. */
export const differing = (from: unknown, shape: Shape, values: readonly unknown[]): unknown =>
  changed(from, shape, values.values());

function changed(from: unknown, shape: Shape, values: Iterator<unknown>): unknown {
  if (shape === undefined) return from;
  if (shape === 0) return values.next().value;
  const copy = Array.isArray(from) ? [...(from as readonly unknown[])] : { ...(from as Members) };
  // The copy has each of them as its own, a `__proto__` too, so that nothing but a member is set.
  for (const name of Object.keys(shape))
    (copy as Record<string, unknown>)[name] = changed((from as Members)[name], shape[name], values);
  return copy;
}

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
