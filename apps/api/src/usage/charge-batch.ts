import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandRequest } from '../ledger/command-request.js';
import { type ChargeAnswer, type ChargeUsageBody, ChargeUsageHandler } from './charge-usage.js';

/** What became of one charge: its answer, or why there is none. */
export type Charged = { readonly answer: ChargeAnswer } | { readonly error: unknown };

/** Charges of any accounts, each as if it had been requested alone. */
export class ChargeBatch extends Command<readonly Promise<Charged>[]> {
  constructor(readonly requests: readonly CommandRequest<ChargeUsageBody>[]) {
    super();
  }
}

/** Resolves once all of them are under way, in their order: what an account gets of them it decides together. */
@CommandHandler(ChargeBatch)
export class ChargeBatchHandler implements ICommandHandler<ChargeBatch> {
  constructor(private readonly charges: ChargeUsageHandler) {}

  async execute({ requests }: ChargeBatch): Promise<readonly Promise<Charged>[]> {
    const priced = await Promise.allSettled(requests.map(({ body }) => this.charges.priced(body)));
    return requests.map(async (request, nth): Promise<Charged> => {
      const cost = priced[nth];
      if (cost?.status !== 'fulfilled') return { error: cost?.reason };
      try {
        return { answer: (await this.charges.decide(request, cost.value)).body };
      } catch (error) {
        return { error };
      }
    });
  }
}
