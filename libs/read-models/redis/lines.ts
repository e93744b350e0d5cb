/** Lines as they are stored: values in the order of the projection's columns, without the names. */
import type { AnyProjection, Placed } from '../projection/projection.js';

type StoredLines = Pick<AnyProjection, 'name' | 'columns' | 'lineJson'>;

export function encodeLine({ name, columns, lineJson }: StoredLines, line: Placed): string {
  if (lineJson) return lineJson(line);
  if (!columns) throw new Error(`Projection ${name} writes lines but has no columns`);
  const values = columns.map((column) => (line as unknown as Record<string, unknown>)[column] ?? null);
  return JSON.stringify(values);
}

/** Columns that a line was written without are null. */
export function decodeLine({ columns = [] }: Pick<AnyProjection, 'columns'>, text: string): Placed {
  const values = JSON.parse(text) as unknown[];
  return Object.fromEntries(columns.map((column, nth) => [column, values[nth] ?? null])) as unknown as Placed;
}
