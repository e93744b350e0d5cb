import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { type WithdrawalRow, withdrawals } from '#projections/withdrawals/withdrawals.projection.js';
import { every } from '#read-models/reader/queries.js';
import { AMOUNT, INSTANT, REVISION } from '../openapi/schemas.js';
import { STATUSES } from './withdrawal-answer.js';
import { Live } from '../queries/live.js';
import { Turns } from '../queries/turns.js';

/** One that was asked for, settled or not. `requestedBy` is the name of the API key. */
export class WithdrawalView {
  @ApiProperty() readonly withdrawalId!: string;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ enum: STATUSES }) readonly status!: WithdrawalRow['status'];
  @ApiProperty() readonly destination!: string;
  @ApiProperty() readonly requestedBy!: string;
  @ApiProperty(INSTANT) readonly requestedAt!: Instant;
}

/** Oldest first. */
export class WithdrawalsView {
  @ApiProperty({ type: [WithdrawalView] }) readonly items!: readonly WithdrawalView[];
  @ApiProperty(REVISION) readonly revision!: number;
}

export class WithdrawalsQuery extends Query<WithdrawalsView> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found` and 503s. */
@QueryHandler(WithdrawalsQuery)
export class WithdrawalsHandler implements IQueryHandler<WithdrawalsQuery> {
  private readonly turns = new Turns();

  constructor(private readonly live: Live) {}

  async execute({ accountId, minRevision }: WithdrawalsQuery): Promise<WithdrawalsView> {
    // Whoever waits for a revision takes nobody's turn.
    await this.live.require(accountId, {}, minRevision);
    return this.turns.take(() => this.list(accountId, minRevision));
  }

  private async list(accountId: string, minRevision?: number): Promise<WithdrawalsView> {
    const { rows, revision } = await this.live.require(accountId, { rows: every(withdrawals) }, minRevision);
    const inOrder = [...rows.rows.values()].sort((a, b) => a.revision - b.revision);
    return { items: inOrder.map(view), revision };
  }
}

const view = ({
  withdrawalId,
  amount,
  status,
  destination,
  requestedBy,
  requestedAt,
}: WithdrawalRow): WithdrawalView => ({ withdrawalId, amount, status, destination, requestedBy, requestedAt });
