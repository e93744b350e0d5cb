/** A table of plain text: columns as wide as their widest cell, amounts and counts to the right. */
export type Column<Row> = {
  readonly title: string;
  readonly of: (row: Row) => string | number | null;
  readonly align?: 'right';
};

const NOTHING = '-';

export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map(({ of }) => textOf(of(row))));
  const widths = columns.map((_, nth) => Math.max(...[titles, ...cells].map((line) => line[nth]?.length ?? 0)));
  const lineOf = (line: readonly string[]): string =>
    line
      .map((text, nth) => {
        const width = widths[nth] ?? 0;
        return columns[nth]?.align === 'right' ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [titles, ...cells].map(lineOf).join('\n');
}

/** Names and values below each other. */
export function list(pairs: readonly (readonly [name: string, value: string | number | null])[]): string {
  const [names, values] = [0, 1].map((nth) => Math.max(...pairs.map((pair) => textOf(pair[nth] ?? null).length)));
  return pairs
    .map(
      ([name, value]) =>
        `${name.padEnd(names ?? 0)}  ${isNumber(value) ? textOf(value).padStart(values ?? 0) : textOf(value)}`,
    )
    .join('\n');
}

const isNumber = (value: string | number | null): boolean => value !== null && /^-?\d+(\.\d+)?$/.test(String(value));

/** What clients wrote stays in its cell, and tells a terminal nothing. */
function textOf(value: string | number | null): string {
  if (value === null || value === '') return NOTHING;
  return String(value).replaceAll(/\p{Cc}/gu, ' ');
}
