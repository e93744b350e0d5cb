import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '#domain/errors.js';
import { type Instant, instant, milliseconds, shifted } from '#domain/messages.js';
import { type Amount, ZERO } from '#domain/money.js';
import type { Clock } from '#event-store/clock.js';
import { Slices } from '#event-store/history/slices.js';
import type { Transaction } from '#projections/transactions/transaction.js';
import { HISTORY, transactions } from '#projections/transactions/transactions.projection.js';
import { some } from '#read-models/reader/queries.js';
import { CLOCK } from '../ledger/tokens.js';
import { AMOUNT, INSTANT, REVISION } from '../openapi/schemas.js';
import { Live } from '../queries/live.js';
import { Turns } from '../queries/turns.js';

export class BalancePoint {
  @ApiProperty(INSTANT) readonly at!: Instant;
  @ApiProperty({ ...AMOUNT, description: 'The balance’s total' }) readonly total!: Amount;
}

/** Rule 9.3: totals at points in time, `from` and `to` the first and the last of them, the others at even distances between. */
export class BalanceHistory {
  @ApiProperty(INSTANT) readonly from!: Instant;
  @ApiProperty(INSTANT) readonly to!: Instant;
  @ApiProperty({ type: [BalancePoint] }) readonly points!: readonly BalancePoint[];
  @ApiProperty(REVISION) readonly revision!: number;
}

type Window = { readonly from?: Instant | undefined; readonly to?: Instant | undefined };

export class BalanceHistoryQuery extends Query<BalanceHistory> {
  constructor(
    readonly accountId: string,
    readonly window: Window = {},
    readonly points = 100,
    readonly minRevision?: number,
  ) {
    super();
  }
}

const DEFAULT_MS = 30 * 86_400_000;

/**
 * Out of the lines of the read model, each point found by halving; where some are lost, by going down from the newest to the one that
 * `from` stands on. Throws `account-not-found`, `invalid` and 503s.
 */
@QueryHandler(BalanceHistoryQuery)
export class BalanceHistoryHandler implements IQueryHandler<BalanceHistoryQuery> {
  private readonly turns = new Turns();

  constructor(
    private readonly live: Live,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ accountId, window, points, minRevision }: BalanceHistoryQuery): Promise<BalanceHistory> {
    const to = window.to ?? (await this.clock());
    const from = window.from ?? shifted(to, -DEFAULT_MS);
    if (from > to) throw new DomainError('invalid', 'from must not lie after to.', { field: 'from' });
    const { revision } = await this.live.require(accountId, { of: some(transactions, [HISTORY]) }, minRevision);
    const instants = evenly(from, to, points);
    const last = await this.live.lastLines(accountId, transactions, revision, {
      sought: instants.map(
        (at) =>
          ({ time }: Transaction) =>
            time <= at,
      ),
      counts: ({ balanceAfter }) => balanceAfter !== null,
    });
    if (last) {
      const found = instants.map((at, nth) => ({ at, total: last[nth]?.balanceAfter ?? ZERO }));
      return { from, to, points: found, revision };
    }
    const lines = this.live.lines(accountId, transactions, revision);
    return { from, to, points: await this.turns.take(() => totalsAt(instants, lines)), revision };
  }
}

/** Fewer where the window has not as many milliseconds. */
function evenly(from: Instant, to: Instant, points: number): readonly Instant[] {
  const [first, last] = [milliseconds(from), milliseconds(to)];
  const at = Array.from({ length: points }, (_, nth) => first + Math.round((nth * (last - first)) / (points - 1)));
  return [...new Set(at)].map(instant);
}

/** What the last line that was completed by each instant left. `lines` come newest first, as their times do. */
async function totalsAt(instants: readonly Instant[], lines: AsyncIterable<Transaction>): Promise<BalancePoint[]> {
  const points: BalancePoint[] = [];
  const slices = new Slices();
  let next = instants.length - 1;
  for await (const { time, balanceAfter } of lines) {
    for (let at = instants[next]; balanceAfter !== null && at !== undefined && time <= at; at = instants[--next]) {
      points.push({ at, total: balanceAfter });
    }
    if (next < 0) break;
    if (slices.isOver) await slices.next();
  }
  for (let at = instants[next]; at !== undefined; at = instants[--next]) points.push({ at, total: ZERO });
  return points.reverse();
}
