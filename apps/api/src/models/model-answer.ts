import { ApiProperty } from '@nestjs/swagger';
import type { ModelPrices, TokenPrices } from '#domain/catalogue/prices.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { AMOUNT, INSTANT } from '../openapi/schemas.js';
import { defined } from '../validation/defined.js';

const Stated = () => ApiProperty({ ...AMOUNT, required: false, description: 'Where it is stated' });
const UnitPrices = () => ApiProperty({ type: 'object', additionalProperties: AMOUNT, required: false } as never);

/** A price that a tier lacks is the model's stated one. */
export class TierAnswer {
  @ApiProperty({ type: 'integer' }) readonly above_prompt_tokens!: number;
  @Stated() readonly input_token_price?: Amount;
  @Stated() readonly output_token_price?: Amount;
  @Stated() readonly cached_input_token_price?: Amount;
  @Stated() readonly cache_write_token_price?: Amount;
  @Stated() readonly reasoning_token_price?: Amount;
  @UnitPrices() readonly unit_prices?: Readonly<Record<string, Amount>>;
}

/** What was put: a price that is not stated has its default. */
export class ModelAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty(AMOUNT) readonly input_token_price!: Amount;
  @ApiProperty(AMOUNT) readonly output_token_price!: Amount;
  @Stated() readonly cached_input_token_price?: Amount;
  @Stated() readonly cache_write_token_price?: Amount;
  @Stated() readonly reasoning_token_price?: Amount;
  @UnitPrices() readonly unit_prices?: Readonly<Record<string, Amount>>;
  @ApiProperty({ type: [TierAnswer], required: false }) readonly tiers?: readonly TierAnswer[];
  @ApiProperty(INSTANT) readonly effectiveFrom!: Instant;
}

export const modelAnswer = (id: string, { tiers, ...prices }: ModelPrices, effectiveFrom: Instant): ModelAnswer => ({
  id,
  input_token_price: prices.inputTokenPrice,
  output_token_price: prices.outputTokenPrice,
  ...furtherPrices(prices),
  ...(tiers && { tiers: tiers.map(({ abovePromptTokens, ...tier }) => tierAnswer(abovePromptTokens, tier)) }),
  effectiveFrom,
});

const tierAnswer = (abovePromptTokens: number, tier: Partial<TokenPrices>): TierAnswer => ({
  above_prompt_tokens: abovePromptTokens,
  ...defined({ input_token_price: tier.inputTokenPrice, output_token_price: tier.outputTokenPrice }),
  ...furtherPrices(tier),
});

const furtherPrices = (prices: Partial<TokenPrices>) =>
  defined({
    cached_input_token_price: prices.cachedInputTokenPrice,
    cache_write_token_price: prices.cacheWriteTokenPrice,
    reasoning_token_price: prices.reasoningTokenPrice,
    unit_prices: prices.unitPrices,
  });
