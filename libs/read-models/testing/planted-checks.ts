/** Projections that look at themselves while they are folded. */
import { isDeepStrictEqual } from 'node:util';
import type { AnyProjection, OwnRows, Placed } from '../projection/projection.js';
import { decodeLine, encodeLine } from '../redis/lines.js';

/** Each line is stored as what it is. */
export function withLinesChecked(projection: AnyProjection): AnyProjection {
  const { lineJson, columns, name } = projection;
  if (!lineJson || !columns) return projection;
  return {
    ...projection,
    lineJson(line) {
      const text = lineJson(line);
      const plain = encodeLine({ name, columns }, line);
      if (isDeepStrictEqual(decodeLine({ columns }, text), decodeLine({ columns }, plain))) return text;
      throw new Error(`A line is stored as another: ${text} of ${name}`);
    },
  };
}

/** It is shown no rows but those of the keys that it named, and what it has made of them. */
export const withNamedRowsOnly = (projection: AnyProjection): AnyProjection => ({
  ...projection,
  evolve(rows, entry) {
    const keys = projection.keys(entry);
    projection.evolve(keys === 'every row' ? rows : new NamedRows(rows, new Set(keys)), entry);
  },
});

class NamedRows implements OwnRows<unknown, Placed> {
  constructor(
    private readonly rows: OwnRows<unknown, Placed>,
    private readonly named: Set<string>,
  ) {}

  get(key: string): unknown {
    return this.named.has(key) ? this.rows.get(key) : undefined;
  }

  *keys(): MapIterator<string> {
    for (const key of this.rows.keys()) if (this.named.has(key)) yield key;
  }

  *values(): MapIterator<unknown> {
    for (const key of this.keys()) yield this.rows.get(key);
  }

  change(key: string, part?: string): unknown {
    return this.named.has(key) ? this.rows.change(key, part) : undefined;
  }

  set(key: string, row: unknown, part?: string): void {
    this.named.add(key);
    this.rows.set(key, row, part);
  }

  delete(key: string): void {
    this.rows.delete(key);
  }

  append(line: Placed): void {
    this.rows.append(line);
  }
}
