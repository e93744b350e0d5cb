/** Rows that say a usage which an earlier row has said: of the same id, it is charged once. */
import type { Columns } from './columns.js';
import type { UsageRow } from './usage-row.js';

/** What has to be the same. Not the time: a usage that is logged again is logged later. */
const COMPARED = {
  inputTokens: 'input',
  outputTokens: 'output',
  cachedInputTokens: 'cached',
  cacheWriteTokens: 'cacheWrite',
  reasoningTokens: 'reasoning',
  model: 'model',
  account: 'account',
} as const;

export class Repeats {
  private readonly firstOf = new Map<string, UsageRow>();

  /**
   * The row, or undefined where an earlier one is the same usage. Throws `RangeError` where it says something else of it:
   * one of the two is wrong, and the file does not say which.
   */
  unlessKnown(row: UsageRow, columns: Columns): UsageRow | undefined {
    if (row.id === undefined) return row;
    const first = this.firstOf.get(row.id);
    if (!first) {
      this.firstOf.set(row.id, row);
      return row;
    }
    for (const [member, field] of Object.entries(COMPARED) as [keyof typeof COMPARED, keyof Columns][]) {
      if (row[member] === first[member]) continue;
      const column = columns[field] ?? field;
      throw new RangeError(
        `${column} is ${row[member] ?? 0}, but ${first[member] ?? 0} in row ${first.number}, which has the same ${columns.id ?? 'id'}`,
      );
    }
    return undefined;
  }
}
