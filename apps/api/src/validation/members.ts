/** Which members a body may have: those of its class that carry a field decorator (fields.ts), nested ones with theirs. */
type Class = new () => object;

/** An object with a class of its own, or a list of such objects. */
export type Nested = { readonly type: Class; readonly isList: boolean; readonly orNull?: boolean };

export type Members = {
  readonly names: ReadonlySet<string>;
  /** Those that hold objects. */
  readonly nested: readonly (Nested & { readonly member: string })[];
};

const declared = new WeakMap<object, Map<string, Nested | null>>();
const complete = new WeakMap<object, Members>();

export function declareMember(prototype: object, name: string, nested: Nested | null): void {
  const members = declared.get(prototype) ?? new Map<string, Nested | null>();
  declared.set(prototype, members.set(name, nested));
}

/** Inherited members included. */
export function membersOf(type: Class): Members {
  const known = complete.get(type);
  if (known) return known;
  const members = new Map<string, Nested | null>();
  for (let at: object | null = type.prototype as object; at; at = Object.getPrototypeOf(at) as object | null) {
    for (const [name, nested] of declared.get(at) ?? []) members.set(name, nested);
  }
  const nested = [...members].flatMap(([member, of]) => (of ? [{ member, ...of }] : []));
  const all = { names: new Set(members.keys()), nested };
  complete.set(type, all);
  return all;
}
