/** The shape of stored rows, to hold versions against: which members there are and what stands in them. */
const AMOUNT = /^-?\d+\.\d{2,18}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** One text a member, sorted: its path and the kinds of its values. Keys that are ids or numbers count as one. */
export function shapeOf(values: Iterable<unknown>): readonly string[] {
  const kinds = new Map<string, Set<string>>();
  for (const value of values) gather(value, '', kinds);
  return [...kinds].map(([path, of]) => `${path}: ${[...of].sort().join(' or ')}`).sort();
}

function gather(value: unknown, path: string, kinds: Map<string, Set<string>>): void {
  const note = (kind: string) => kinds.set(path, (kinds.get(path) ?? new Set()).add(kind));
  if (typeof value !== 'object' || value === null) return void note(kindOf(value));
  // A member is part of the shape before anything stands in it.
  note(Array.isArray(value) ? 'list' : 'members');
  for (const [key, member] of Object.entries(value)) {
    gather(member, Array.isArray(value) ? `${path}[]` : `${path}.${nameOf(key)}`, kinds);
  }
}

/** Members have names of letters; `minute:29754` is `minute:*`, an id is `*`. */
const nameOf = (key: string): string => (/^[a-z]+$/i.test(key) ? key : key.replace(/[^:]*$/, '*'));

function kindOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  if (AMOUNT.test(value)) return 'amount';
  return INSTANT.test(value) ? 'instant' : 'text';
}
