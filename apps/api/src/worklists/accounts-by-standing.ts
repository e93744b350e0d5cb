/** Where the accounts of a status or in debt are found: by what is recorded of them, and by what is overdue. */
import { Inject, Injectable } from '@nestjs/common';
import { type Instant, milliseconds } from '#domain/messages.js';
import {
  OPENING,
  type OpenedStatus,
  STANDINGS,
  type Standing,
  accounts,
  indexOf,
} from '#projections/accounts/accounts.projection.js';
import { DUE, balance } from '#projections/balance/balance.projection.js';
import type { Due } from '#read-models/reader/due.js';
import { ReadModelUnavailable } from '#read-models/reader/queries.js';
import type { Reader } from '#read-models/reader/reader.js';
import { READER } from '../ledger/tokens.js';
import { Live } from '../queries/live.js';
import { rebuilding } from '../queries/not-yet.js';
import { rowsIn } from './rows-in-places.js';
import type { Walk } from './worklist.js';

/** As it is at the moment of reading. */
export type StandingFilter = { readonly status?: OpenedStatus | undefined; readonly inDebt?: boolean | undefined };

/** Where nobody records what falls due, more may be overdue: then all accounts are looked at, a slice for each page. */
const MOST_OVERDUE = 1_000;

@Injectable()
export class AccountsByStanding {
  constructor(
    @Inject(READER) private readonly reader: Reader,
    private readonly live: Live,
  ) {}

  /** All accounts that the filter may show at the instant, and besides them no more than are overdue. Throws 503 `rebuilding`. */
  async walk(filter: StandingFilter, now: Instant): Promise<Walk> {
    const standings = STANDINGS.filter((standing) => isOf(standing, filter));
    if (standings.length === STANDINGS.length) return walkOf(STANDINGS);
    const overdue = await this.overdue(now);
    if (overdue.length > MOST_OVERDUE) return walkOf(STANDINGS);
    const openings = overdue.map((due) => ({ ...due, key: OPENING }));
    const rows = await rowsIn(this.live, accounts, openings);
    const also = openings.flatMap((place, nth) => {
      const row = rows[nth];
      return row ? [{ ...place, score: milliseconds(row.openedAt) }] : [];
    });
    return { ...walkOf(standings), also };
  }

  private async overdue(now: Instant): Promise<readonly Due[]> {
    try {
      const due = await this.reader.due({ projection: balance, index: DUE }, milliseconds(now), MOST_OVERDUE + 1);
      if (due !== 'rebuilding') return due;
    } catch (error) {
      if (!(error instanceof ReadModelUnavailable)) throw error;
    }
    throw rebuilding();
  }
}

const walkOf = (standings: readonly Standing[]): Walk => ({
  indexes: standings.map((standing) => ({ projection: accounts, index: indexOf(standing) })),
});

const isOf = ({ status, isInDebt }: Standing, filter: StandingFilter): boolean =>
  (filter.status ?? status) === status && (filter.inDebt ?? isInDebt) === isInDebt;
