/** Rows as fields of a hash: `projection/key` → JSON, or `projection.part/key` for each part of one that has parts. */
import type { AnyProjection } from '../projection/projection.js';

/** What says how a projection's rows are stored. */
export type StoredRows = Pick<AnyProjection, 'name' | 'parts' | 'json'>;

const fieldOf = (prefix: string, key: string): string => `${prefix}/${key}`;
const prefixOf = (name: string, part: string): string => `${name}.${part}`;

/** The fields of a row. */
export const fieldsOf = ({ name, parts }: StoredRows, key: string): readonly string[] =>
  parts ? parts.names.map((part) => fieldOf(prefixOf(name, part), key)) : [fieldOf(name, key)];

/** What the fields of its rows begin with, up to the slash. */
export const prefixesOf = ({ name, parts }: StoredRows): readonly string[] =>
  parts ? parts.names.map((part) => prefixOf(name, part)) : [name];

/** Adds to `set` what is to be written of a row, field by field: of one in parts, those that have changed. */
export function pushRow(set: string[], stored: StoredRows, key: string, row: unknown, hasChanged: HasChanged): void {
  const { name, parts, json = JSON.stringify } = stored;
  if (!parts) {
    set.push(fieldOf(name, key), json(row));
    return;
  }
  const { names, json: jsonOf } = parts;
  for (let nth = 0; nth < names.length; nth++) {
    const part = names[nth] ?? '';
    if (hasChanged(nth)) set.push(fieldOf(prefixOf(name, part), key), jsonOf[part]?.(row) ?? '');
  }
}

/** Of a part, by its place among the names. */
type HasChanged = (part: number) => boolean;
export const everyPart: HasChanged = () => true;

/** Rows by key, out of fields in any order. */
export class FoundRows {
  readonly rows = new Map<string, unknown>();
  private readonly parts = new Map<string, Record<string, unknown>>();

  constructor(private readonly stored: StoredRows) {}

  /** The prefixes of the projection's fields. */
  get prefixes(): readonly string[] {
    return prefixesOf(this.stored);
  }

  add(prefix: string, key: string, text: string): void {
    const { name, parts } = this.stored;
    const value = JSON.parse(text) as unknown;
    if (!parts) {
      this.rows.set(key, value);
      return;
    }
    const known = this.parts.get(key) ?? {};
    known[prefix.slice(name.length + 1)] = value;
    this.parts.set(key, known);
    if (parts.names.every((part) => part in known)) this.rows.set(key, parts.rowOf(known));
  }
}
