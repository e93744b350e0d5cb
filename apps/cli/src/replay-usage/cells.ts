/** What the rows of a file hold, by column: a heading of a CSV, or a member of an object, whatever it lies in. */
export type Cells = Readonly<Record<string, unknown>>;

/** The member of that very name, or else the one that a path with dots leads to. */
export function cellAt(cells: Cells, column: string): unknown {
  if (Object.hasOwn(cells, column)) return cells[column];
  let at: unknown = cells;
  for (const member of column.split('.')) {
    if (!isObject(at) || !Object.hasOwn(at, member)) return undefined;
    at = at[member];
  }
  return at;
}

/** All that `cellAt` finds a value at. */
export function columnsOf(cells: Cells, prefix = ''): readonly string[] {
  return Object.entries(cells).flatMap(([name, value]) =>
    isObject(value) ? columnsOf(value, `${prefix}${name}.`) : [prefix + name],
  );
}

const isObject = (value: unknown): value is Cells => typeof value === 'object' && value !== null;
