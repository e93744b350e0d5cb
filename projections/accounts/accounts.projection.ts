/** Which accounts there are, in the order in which they were opened. */
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';

/** The one row, and the index of all accounts by the time of their opening (ms). */
export const OPENING = 'opening';
export const OPENED = 'opened';

export type OpeningRow = { readonly openedAt: Instant };

const OPENINGS: Meanings<'accounts', OpeningRow> = {
  AccountOpened: ({ recordedAt: openedAt }) => ({ openedAt }),
};

export const accounts: Projection<OpeningRow, never> = {
  of: 'account',
  name: 'accounts',
  version: 1,
  keys: (entry) => (meaningOf(OPENINGS, entry) ? [OPENING] : []),
  evolve(_, entry) {
    const row = meaningOf(OPENINGS, entry);
    return row ? { rows: new Map([[OPENING, row]]) } : {};
  },
  indexes: { [OPENED]: ({ openedAt }) => milliseconds(openedAt) },
};
