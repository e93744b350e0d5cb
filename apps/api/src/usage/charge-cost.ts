/** What a charge costs, in one of the three ways to say it (rule 5.1): an amount, a quantity and its price, or tokens and units. */
import type { Pricing, UnitCost } from '#domain/account/events.js';
import { type MeteredUsage, type ModelPrices, pricingOf } from '#domain/catalogue/prices.js';
import { type Amount, amount } from '#domain/money.js';
import { type InvalidInput, invalid } from '../errors/api-error.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, CountField, StringField } from '../validation/fields.js';
import { NamedAmountsField } from '../validation/named-amounts.js';

const QUANTITY_DECIMALS = 6;
const PRICE_DECIMALS = 12;
const Tokens = (description: string) =>
  CountField({ optional: true, max: Number.MAX_SAFE_INTEGER, description: `${description}; counted nowhere else` });

export class CostBody {
  @AmountField({ optional: true, description: 'Or quantity and unitPrice, or model and tokens or units' })
  amount?: string;
  @AmountField({ optional: true, orZero: true, decimals: QUANTITY_DECIMALS }) quantity?: string;
  @AmountField({ optional: true, orZero: true, decimals: PRICE_DECIMALS }) unitPrice?: string;
  @StringField({ optional: true, isInPaths: true }) model?: string;
  @Tokens('Neither cached nor written to a cache') inputTokens?: number;
  @Tokens('Read from a cache') cachedInputTokens?: number;
  @Tokens('Written to a cache') cacheWriteTokens?: number;
  @Tokens('Not reasoning') outputTokens?: number;
  @Tokens('Reasoning') reasoningTokens?: number;
  @NamedAmountsField({ decimals: QUANTITY_DECIMALS, description: 'By the names of the model’s unit prices' })
  units?: Record<string, string>;
}

const METERED = [
  'inputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'units',
] as const satisfies readonly (keyof CostBody)[];

const BESIDE_AMOUNT = ['quantity', 'unitPrice', ...METERED] as const;

type Metered = MeteredUsage & { readonly model: string };

/**
 * A promise only where a model's prices have to be asked for. Throws `InvalidInput` where it is said twice, in part or not
 * at all; the promise rejects with one where the model lacks a price.
 */
export function costOf(
  body: CostBody,
  pricesOf: (model: string) => Promise<ModelPrices | null>,
): Amount | Pricing | Promise<Pricing> {
  const cost = statedCost(body);
  return typeof cost === 'string' || 'quantity' in cost ? cost : costAtPrices(cost, pricesOf(cost.model));
}

async function costAtPrices({ model, ...usage }: Metered, asked: Promise<ModelPrices | null>): Promise<Pricing> {
  const prices = await asked;
  if (!prices) throw invalid('model', `model ${model} has no price.`);
  return pricingOf(prices, usage);
}

function statedCost(body: CostBody): Amount | Metered | UnitCost {
  const { quantity, unitPrice, model } = body;
  if (body.amount !== undefined) {
    refuseBeside(body, 'amount', BESIDE_AMOUNT);
    return amount(body.amount);
  }
  if (quantity !== undefined || unitPrice !== undefined) {
    refuseBeside(body, 'quantity', METERED);
    if (quantity === undefined) throw missing('quantity', 'unitPrice');
    if (unitPrice === undefined) throw missing('unitPrice', 'quantity');
    return { quantity: amount(quantity), unitPrice: amount(unitPrice) };
  }
  if (METERED.every((field) => body[field] === undefined)) {
    throw invalid('amount', 'amount must be given, or quantity and unitPrice, or model and its tokens or units.');
  }
  if (model === undefined) throw missing('model', 'tokens and units');
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = body;
  const tokens = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens };
  return { model, ...defined({ ...tokens, units: given(body.units, quantitiesOf) }) };
}

const quantitiesOf = (units: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(units).map(([name, quantity]) => [name, amount(quantity)]));

function refuseBeside(body: CostBody, stated: string, others: readonly (keyof CostBody)[]): void {
  for (const field of others) {
    if (body[field] !== undefined) throw invalid(field, `${field} can't stand beside ${stated}: say the cost once.`);
  }
}

const missing = (field: string, beside: string): InvalidInput =>
  invalid(field, `${field} must be given with ${beside}.`);
