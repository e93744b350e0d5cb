/** Which accounts there are, in the order in which they were opened. */
import { type Instant, milliseconds } from '#domain/messages.js';
import type { Projection } from '#read-models/projection/projection.js';

/** The one row, and the index of all accounts by the time of their opening (ms). */
export const OPENING = 'opening';
export const OPENED = 'opened';

export type OpeningRow = { readonly openedAt: Instant };

export const accounts: Projection<OpeningRow, never> = {
  of: 'account',
  name: 'accounts',
  version: 1,
  keys: ({ type }) => (type === 'AccountOpened' ? [OPENING] : []),
  evolve: (_, { type, recordedAt }) =>
    type === 'AccountOpened' ? { rows: new Map([[OPENING, { openedAt: recordedAt }]]) } : {},
  indexes: { [OPENED]: ({ openedAt }) => milliseconds(openedAt) },
};
