import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DomainError } from '#domain/errors.js';
import { endpointOf } from '#domain/webhooks/endpoints.js';
import { DELIVERIES, WEBHOOKS } from '../ledger/aggregates.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';

/** Takes no options. */
export class RedeliverBody {}

export class RedeliverAnswer {
  @ApiProperty() readonly deliveryId!: string;
  @ApiProperty({ enum: ['pending'] }) readonly status!: 'pending';
}

export class Redeliver extends LedgerCommand<RedeliverBody, RedeliverAnswer> {}

/** Sends a delivery once more, whatever came of it. Throws `not-found`. */
@CommandHandler(Redeliver)
export class RedeliverHandler implements ICommandHandler<Redeliver> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ request: { params, origin } }: Redeliver) {
    const { id = '', deliveryId = '' } = params;
    const endpoint = await this.ledger.query(WEBHOOKS, '', (endpoints) => endpointOf(endpoints, id));
    if (!endpoint) throw new DomainError('not-found', `There is no webhook ${id}.`);
    const { isReplay } = await this.ledger.execute(DELIVERIES, id, { type: 'Redeliver', data: { deliveryId }, origin });
    return new Answered<RedeliverAnswer>({ deliveryId, status: 'pending' }, isReplay);
  }
}
