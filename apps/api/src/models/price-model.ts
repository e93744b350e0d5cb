import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invariant } from '#domain/errors.js';
import type { TokenPrices } from '#domain/catalogue/prices.js';
import { amount } from '#domain/money.js';
import { invalid } from '../errors/api-error.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { CATALOGUE } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { defined, given } from '../validation/defined.js';
import {
  AmountField,
  CountField,
  InstantField,
  NestedListField,
  StringField,
  isPathString,
  mustBeString,
} from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { NamedAmountsField } from '../validation/named-amounts.js';
import { type ModelAnswer, modelAnswer } from './model-answer.js';

const PRICE_DECIMALS = 12;
const LONGEST_ID = 128;
const MOST_TIERS = 20;

const Price = (description: string, optional = true) =>
  AmountField({ optional, orZero: true, decimals: PRICE_DECIMALS, description: `Credits per token. ${description}` });
const UnitPrices = (description: string) =>
  NamedAmountsField({ decimals: PRICE_DECIMALS, description: `Credits per unit, by its name. ${description}` });

export class TierBody {
  @CountField({ max: Number.MAX_SAFE_INTEGER, description: 'Input, cached and cache write together exceed it' })
  above_prompt_tokens!: number;
  @Price('Absent: that of the model') input_token_price?: string;
  @Price('Absent: that of the model') output_token_price?: string;
  @Price('Absent: that of the model, or the input price') cached_input_token_price?: string;
  @Price('Absent: that of the model, or the input price') cache_write_token_price?: string;
  @Price('Absent: that of the model, or the output price') reasoning_token_price?: string;
  @UnitPrices('Absent ones: those of the model') unit_prices?: Record<string, string>;
}

export class PriceModelBody {
  @StringField({ optional: true, max: LONGEST_ID, description: 'As in the path' }) id?: string;
  @Price('What was neither cached nor written to a cache', false) input_token_price!: string;
  @Price('What is not reasoning', false) output_token_price!: string;
  @Price('Absent: the input price') cached_input_token_price?: string;
  @Price('Absent: the input price') cache_write_token_price?: string;
  @Price('Absent: the output price') reasoning_token_price?: string;
  @UnitPrices('Others can not be charged') unit_prices?: Record<string, string>;
  @NestedListField(TierBody, { optional: true, min: 1, max: MOST_TIERS, description: 'Each for whole requests' })
  tiers?: TierBody[];
  @InstantField({ optional: true, description: 'In the future, or in the past for usage not charged yet. Absent: now' })
  effectiveFrom?: string;
}

export class PriceModel extends LedgerCommand<PriceModelBody, ModelAnswer> {}

/** Sets a model's prices from a time on. What was charged keeps its prices. */
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
      ...furtherPrices(body),
      ...defined({ tiers: given(body.tiers, tiersOf), effectiveFrom: given(body.effectiveFrom, instantOf) }),
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
    const { model: id, ...prices } = priced.data;
    return new Answered(modelAnswer(id, prices, priced.effectiveAt), isReplay);
  }
}

const tiersOf = (tiers: readonly TierBody[]) =>
  tiers.map((tier) => {
    const { above_prompt_tokens: abovePromptTokens, input_token_price: input, output_token_price: output } = tier;
    const both = { inputTokenPrice: given(input, amount), outputTokenPrice: given(output, amount) };
    return { abovePromptTokens, ...defined(both), ...furtherPrices(tier) };
  });

const furtherPrices = (body: Omit<TierBody, 'above_prompt_tokens'>): Partial<TokenPrices> =>
  defined({
    cachedInputTokenPrice: given(body.cached_input_token_price, amount),
    cacheWriteTokenPrice: given(body.cache_write_token_price, amount),
    reasoningTokenPrice: given(body.reasoning_token_price, amount),
    unitPrices: given(body.unit_prices, amountsOf),
  });

const amountsOf = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, amount(text)]));
