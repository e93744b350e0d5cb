import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Ends } from '#event-store/writer/execute-command.js';
import type { Answered, CommandRequest } from '../ledger/command-request.js';
import { type ChargeAnswer, type ChargeData, type ChargeUsageBody, ChargeUsageHandler } from './charge-usage.js';

/** One charge of many, and where what becomes of it goes. */
export type BatchedCharge = {
  readonly request: CommandRequest<ChargeUsageBody>;
  readonly ends: Ends<Answered<ChargeAnswer>>;
};

/** Charges of any accounts, each as if it had been requested alone. */
export class ChargeBatch extends Command<void> {
  constructor(readonly charges: readonly BatchedCharge[]) {
    super();
  }
}

/** Resolves once all of them are under way, in their order: what an account gets of them it decides together. */
@CommandHandler(ChargeBatch)
export class ChargeBatchHandler implements ICommandHandler<ChargeBatch> {
  constructor(private readonly charges: ChargeUsageHandler) {}

  async execute({ charges }: ChargeBatch): Promise<void> {
    const priced = charges.map((charge) => this.priced(charge));
    // A promise a charge costs more than deciding it: nearly always there is none to wait for.
    const isAwaited = priced.some((each) => each instanceof Promise);
    const data = isAwaited ? await Promise.all(priced.map((each) => Promise.resolve(each))) : priced;
    for (const [nth, { request, ends }] of charges.entries()) {
      const each = data[nth] as ChargeData | undefined;
      if (each) this.charges.submit(request, each, ends);
    }
  }

  /** Undefined where it is refused. */
  private priced({ request, ends }: BatchedCharge): ChargeData | undefined | Promise<ChargeData | undefined> {
    try {
      const data = this.charges.priced(request.body);
      return data instanceof Promise ? unlessRefused(data, ends) : data;
    } catch (error) {
      ends.reject(error);
      return undefined;
    }
  }
}

/** A function of its own: nearly every line needs none, and would be given a closure to refuse it by. */
const unlessRefused = (data: Promise<ChargeData>, ends: BatchedCharge['ends']): Promise<ChargeData | undefined> =>
  data.catch((error: unknown) => {
    ends.reject(error);
    return undefined;
  });
