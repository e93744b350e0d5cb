/** Which members a body may have: those of its class that carry a field decorator (fields.ts), nested ones with theirs. */
type Class = new () => object;

/** By name; the class of a nested object, or null. */
export type Members = ReadonlyMap<string, Class | null>;

const declared = new WeakMap<object, Map<string, Class | null>>();
const complete = new WeakMap<object, Members>();

export function declareMember(prototype: object, name: string, nested: Class | null): void {
  const members = declared.get(prototype) ?? new Map<string, Class | null>();
  declared.set(prototype, members.set(name, nested));
}

/** Inherited members included. */
export function membersOf(type: Class): Members {
  const known = complete.get(type);
  if (known) return known;
  const members = new Map<string, Class | null>();
  for (let at: object | null = type.prototype as object; at; at = Object.getPrototypeOf(at) as object | null) {
    for (const [name, nested] of declared.get(at) ?? []) members.set(name, nested);
  }
  complete.set(type, members);
  return members;
}
