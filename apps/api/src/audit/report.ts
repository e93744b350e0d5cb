/** Rule 9.14: what moved in the whole ledger in a month, for finance: it ties to the trial balance to the last digit. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, add, isNegative } from '#domain/money.js';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { positionText } from '#event-store/port/position-text.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { AMOUNT, INSTANT, STRING_OR_NULL } from '../openapi/schemas.js';
import { Turns } from '../queries/turns.js';
import { type LedgerCut, LedgerCuts } from '#from-log/ledger/ledger-cut.js';
import { type Month, monthIn } from './month.js';
import { postedEntries } from '#from-log/ledger/posted-entries.js';
import { type Payer, UsageByKind } from './usage-by-kind.js';

class Turnover {
  @ApiProperty({ example: 'usage:inference', description: 'As in the journal; all customers together' })
  readonly account!: string;
  @ApiProperty({ ...AMOUNT, description: 'Before the month' }) readonly opening!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What reached it in the month: of usage, what was charged' })
  readonly reached!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What left it in the month, negative: of usage, what was refunded' })
  readonly left!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'After the month: opening + reached + left' }) readonly closing!: Amount;
}

class UsageOfKindView {
  @ApiProperty({ example: 'inference' }) readonly product!: string;
  @ApiProperty({ enum: ['allowance', 'promo', 'prepaid', 'debt'], description: '`debt`: no bucket paid' })
  readonly kind!: Payer;
  @ApiProperty({ ...AMOUNT, description: 'In the month' }) readonly charged!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Of what was charged in it or before' }) readonly refunded!: Amount;
}

export class Report {
  @ApiProperty({ example: '2026-11' }) readonly month!: string;
  @ApiProperty({ ...INSTANT, description: 'The first instant that counts' }) readonly from!: Instant;
  @ApiProperty({ ...INSTANT, description: 'The last one' }) readonly to!: Instant;
  @ApiProperty({ description: 'False: the month is not over' }) readonly final!: boolean;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Of the last event in it, commit/prepare' })
  readonly position!: string | null;
  @ApiProperty({ type: [Turnover], description: 'By name; each column sums to zero, reached and left together' })
  readonly items!: readonly Turnover[];
  @ApiProperty({
    type: [UsageOfKindView],
    description: 'Which kind of credits paid for usage: of each product, what reached and left its account',
  })
  readonly usage!: readonly UsageOfKindView[];
  @ApiProperty({ ...AMOUNT, description: 'Credits that customers have, at the start: what is owed to them' })
  readonly liabilityBefore!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'The same at the end' }) readonly liabilityAfter!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Debt of customers at the start, zero or negative' })
  readonly owedBefore!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'The same at the end' }) readonly owedAfter!: Amount;
}

export class ReportQuery extends Query<Report> {
  constructor(readonly month: string) {
    super();
  }
}

/** Throws `invalid` where the month has not begun. */
@QueryHandler(ReportQuery)
export class ReportHandler implements IQueryHandler<ReportQuery> {
  private readonly turns = new Turns();

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cuts: LedgerCuts,
  ) {}

  async execute(query: ReportQuery): Promise<Report> {
    const month = monthIn(query.month);
    const cut = await this.cuts.cutOf(month);
    return this.turns.take(() => report(this.store, month, cut));
  }
}

type Sums = { readonly opening: Amount; readonly reached: Amount; readonly left: Amount };
const NOTHING: Sums = { opening: ZERO, reached: ZERO, left: ZERO };

export async function report(store: EventStore, { name, from, to }: Month, cut: LedgerCut): Promise<Report> {
  const sums = new Map<string, Sums>();
  const usage = new UsageByKind();
  let last: Position | null = null;
  for await (const { entry, postings, position } of postedEntries(store, cut)) {
    last = position;
    const isInMonth = entry.recordedAt >= from;
    if (isInMonth) usage.add(entry);
    for (const { account, amount } of postings) {
      const title = titleOf(account);
      sums.set(title, posted(sums.get(title) ?? NOTHING, amount, isInMonth));
    }
  }
  const items = [...sums].map(turnover).toSorted((a, b) => (a.account < b.account ? -1 : 1));
  const at = (account: string) => items.find((each) => each.account === account);
  const owed = at('customers:overdraft');
  const held = ['customers:bucket', 'customers:held', 'customers:withdrawals'].map(at);
  return {
    month: name,
    from,
    to,
    final: cut.isFinal,
    position: last && positionText(last),
    items,
    usage: usage.items,
    liabilityBefore: held.reduce((sum, each) => add(sum, each?.opening ?? ZERO), ZERO),
    liabilityAfter: held.reduce((sum, each) => add(sum, each?.closing ?? ZERO), ZERO),
    owedBefore: owed?.opening ?? ZERO,
    owedAfter: owed?.closing ?? ZERO,
  };
}

function posted({ opening, reached, left }: Sums, amount: Amount, isInMonth: boolean): Sums {
  if (!isInMonth) return { opening: add(opening, amount), reached, left };
  return isNegative(amount)
    ? { opening, reached, left: add(left, amount) }
    : { opening, reached: add(reached, amount), left };
}

const turnover = ([account, { opening, reached, left }]: readonly [string, Sums]): Turnover => ({
  account,
  opening,
  reached,
  left,
  closing: add(add(opening, reached), left),
});

/** Customers are one account here, without ids: what they have, hold, owe, and wait for. */
function titleOf(account: string): string {
  const [group = '', , part = ''] = account.split(':');
  return group === 'customers' ? `${group}:${part}` : account;
}
