/** The smallest read model that has all there is: rows, lines, an index. */
import { entriesOf } from '#domain/account/entries.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';

export type Tally = { readonly entries: number; readonly last: number };
export type TallyLine = Placed & { readonly type: string };

export const TALLY = 'tally';
export const BY_ENTRIES = 'by-entries';

export const tally: Projection<Tally, TallyLine> = {
  of: 'account',
  name: 'tally',
  version: 1,
  columns: ['revision', 'type'],
  keys: () => [TALLY],
  evolve(rows, event) {
    const before = rows.get(TALLY) ?? { entries: 0, last: 0 };
    const entries = entriesOf(event);
    const row = { entries: before.entries + entries.length, last: entries.at(-1)?.revision ?? 0 };
    rows.set(TALLY, row);
    for (const { revision, type } of entries) rows.append({ revision, type });
  },
  indexes: { [BY_ENTRIES]: (row) => row.entries },
};

export const tallyOf = (version: number): AnyProjection => ({ ...tally, version });
