/** Rule 9.9: what stands in every ledger account at a cut; all of it sums to zero. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, add } from '#domain/money.js';
import { Slices } from '#event-store/history/slices.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { type LedgerCut, type LedgerCutRequest, LedgerCuts } from '#from-log/ledger/ledger-cut.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { AMOUNT, INSTANT_OR_NULL, STRING_OR_NULL } from '../openapi/schemas.js';
import { PageItems } from '../queries/pages.js';
import { CURSOR_OR_NULL } from '../queries/schemas.js';
import { Turns } from '../queries/turns.js';
import { positionText } from '#event-store/port/position-text.js';
import { KeptBalances } from './kept-balances.js';
import { placeIn, trialBalanceCursor } from './trial-balance-cursor.js';

export class LedgerAccount {
  @ApiProperty({ example: 'usage:inference', description: 'As named in the journal' }) readonly account!: string;
  @ApiProperty({ ...AMOUNT, description: 'Never zero' }) readonly balance!: Amount;
}

export class TrialBalance {
  @ApiProperty({
    ...STRING_OR_NULL,
    example: '18231/18231',
    description: 'Of the last event in it, commit/prepare; null where there is none',
  })
  readonly position!: string | null;
  @ApiProperty({ ...INSTANT_OR_NULL, description: 'Null where it was cut by position' }) readonly asOf!: Instant | null;
  @ApiProperty({ description: 'False: something may still be recorded for that time' }) readonly final!: boolean;
  @ApiProperty({ type: [LedgerAccount], description: 'By name' }) readonly items!: readonly LedgerAccount[];
  @ApiProperty({ ...AMOUNT, description: 'Of the whole ledger: 0.00' }) readonly sum!: Amount;
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
}

export class TrialBalanceQuery extends Query<TrialBalance> {
  constructor(
    readonly request: LedgerCutRequest,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

/** Throws `invalid` naming what is at fault. */
@QueryHandler(TrialBalanceQuery)
export class TrialBalanceHandler implements IQueryHandler<TrialBalanceQuery> {
  private readonly turns = new Turns();
  private readonly kept = new KeptBalances();

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cuts: LedgerCuts,
  ) {}

  async execute({ request, limit, cursor }: TrialBalanceQuery): Promise<TrialBalance> {
    const place = cursor === undefined ? null : placeIn(cursor);
    const cut = place ? await this.cuts.again(place, 'cursor') : await this.cuts.cut(request);
    return this.turns.take(() => trialBalance(this.store, cut, limit, place?.account, this.kept));
  }
}

/** The page of accounts whose names come after `after`. The log is read where nothing of the cut is kept. */
export async function trialBalance(
  store: EventStore,
  cut: LedgerCut,
  limit: number,
  after = '',
  kept = new KeptBalances(),
): Promise<TrialBalance> {
  const { balances, position } = await kept.at(store, cut);
  const { first, sum } = await firstOf(balances, after, limit + 1);
  const page = new PageItems<LedgerAccount>(limit);
  const isMore = first.some((item) => !page.add(item));
  const last = page.all.at(-1);
  const { asOf, isFinal } = cut;
  return {
    position: position && positionText(position),
    asOf,
    final: isFinal,
    items: page.all,
    sum,
    nextCursor:
      isMore && last && position ? trialBalanceCursor({ until: position, asOf, account: last.account }) : null,
  };
}

/** The first `count` by name after a name, and the sum of all: without sorting them all at once. */
async function firstOf(balances: ReadonlyMap<string, Amount>, after: string, count: number) {
  const slices = new Slices();
  let sum = ZERO;
  let kept: string[] = [];
  let bound: string | undefined;
  for (const [account, balance] of balances) {
    sum = add(sum, balance);
    if (account > after && (bound === undefined || account < bound)) kept.push(account);
    if (kept.length === 2 * count) {
      kept = kept.toSorted().slice(0, count);
      bound = kept.at(-1);
    }
    if (slices.isOver) await slices.next();
  }
  const names = kept.toSorted().slice(0, count);
  return { first: names.map((account): LedgerAccount => ({ account, balance: balances.get(account) ?? ZERO })), sum };
}
