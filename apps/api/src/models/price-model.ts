import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { invariant } from '#domain/errors.js';
import { type Amount, amount } from '#domain/money.js';
import { AMOUNT } from '../openapi/schemas.js';
import { invalid } from '../errors/api-error.js';
import { AmountField, StringField, isPathString, mustBeString } from '../validation/fields.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { CATALOGUE } from '../ledger/aggregates.js';

const PRICE_DECIMALS = 12;
const LONGEST_ID = 128;
const Price = () => AmountField({ orZero: true, decimals: PRICE_DECIMALS, description: 'Credits per token' });

export class PriceModelBody {
  @StringField({ optional: true, max: LONGEST_ID, description: 'As in the path' }) id?: string;
  @Price() input_token_price!: string;
  @Price() output_token_price!: string;
}

export class ModelAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty(AMOUNT) readonly input_token_price!: Amount;
  @ApiProperty(AMOUNT) readonly output_token_price!: Amount;
}

export class PriceModel extends LedgerCommand<PriceModelBody, ModelAnswer> {}

/** Sets a model's prices from now on. Usage from before keeps those of its time. */
@CommandHandler(PriceModel)
export class PriceModelHandler implements ICommandHandler<PriceModel> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ request: { body, params, origin } }: PriceModel) {
    const model = params['id'];
    if (!isPathString(model, LONGEST_ID)) {
      throw invalid('id', `id ${mustBeString(LONGEST_ID, true)}`);
    }
    if (body.id !== undefined && body.id !== model) throw invalid('id', `id must be ${model}, as in the path.`);
    const data = {
      model,
      inputTokenPrice: amount(body.input_token_price),
      outputTokenPrice: amount(body.output_token_price),
    };
    // All models share a stream; each is a scope of its own for keys (rule 10.1).
    const key = `model:${encodeURIComponent(model)}:${origin.key}`;
    const { entries, isReplay } = await this.ledger.execute(CATALOGUE, '', {
      type: 'PriceModel',
      data,
      origin: { ...origin, key },
    });
    const [priced] = entries;
    invariant(priced !== undefined, 'PriceModel leaves an entry');
    return new Answered(modelAnswer(priced.data.model, priced.data), isReplay);
  }
}

type Prices = { readonly inputTokenPrice: Amount; readonly outputTokenPrice: Amount };

export const modelAnswer = (id: string, { inputTokenPrice, outputTokenPrice }: Prices): ModelAnswer => ({
  id,
  input_token_price: inputTokenPrice,
  output_token_price: outputTokenPrice,
});
