/** What a charge costs, in one of the three ways to say it (rule 5.1): an amount, a quantity and its price, or tokens. */
import type { Pricing } from '#domain/account/events.js';
import type { TokenPrices } from '#domain/catalogue/catalogue.js';
import { type Amount, amount } from '#domain/money.js';
import { type InvalidInput, invalid } from '../errors/api-error.js';
import { AmountField, CountField, StringField } from '../validation/fields.js';

const QUANTITY_DECIMALS = 6;
const PRICE_DECIMALS = 12;

export class CostBody {
  @AmountField({ optional: true, description: 'Or quantity and unitPrice, or model and tokens' }) amount?: string;
  @AmountField({ optional: true, orZero: true, decimals: QUANTITY_DECIMALS }) quantity?: string;
  @AmountField({ optional: true, orZero: true, decimals: PRICE_DECIMALS }) unitPrice?: string;
  @StringField({ optional: true, isInPaths: true }) model?: string;
  @CountField({ optional: true, max: Number.MAX_SAFE_INTEGER }) inputTokens?: number;
  @CountField({ optional: true, max: Number.MAX_SAFE_INTEGER }) outputTokens?: number;
}

type Tokens = { readonly model: string; readonly inputTokens: number; readonly outputTokens: number };

/** Throws `InvalidInput` where it is said twice, in part or not at all. */
export async function costOf(
  body: CostBody,
  pricesOf: (model: string) => Promise<TokenPrices | null>,
): Promise<Amount | Pricing> {
  const tokens = statedCost(body);
  if (typeof tokens === 'string' || 'quantity' in tokens) return tokens;
  const { model, inputTokens, outputTokens } = tokens;
  const prices = await pricesOf(model);
  if (!prices) throw invalid('model', `model ${model} has no price.`);
  return { inputTokens, outputTokens, ...prices };
}

function statedCost(body: CostBody): Amount | Tokens | Extract<Pricing, { quantity: string }> {
  const { quantity, unitPrice, model, inputTokens, outputTokens } = body;
  if (body.amount !== undefined) {
    refuseBeside(body, 'amount', ['quantity', 'unitPrice', 'inputTokens', 'outputTokens']);
    return amount(body.amount);
  }
  if (quantity !== undefined || unitPrice !== undefined) {
    refuseBeside(body, 'quantity', ['inputTokens', 'outputTokens']);
    if (quantity === undefined) throw missing('quantity', 'unitPrice');
    if (unitPrice === undefined) throw missing('unitPrice', 'quantity');
    return { quantity: amount(quantity), unitPrice: amount(unitPrice) };
  }
  if (inputTokens === undefined && outputTokens === undefined) {
    throw invalid('amount', 'amount must be given, or quantity and unitPrice, or model, inputTokens and outputTokens.');
  }
  if (model === undefined) throw missing('model', 'tokens');
  if (inputTokens === undefined) throw missing('inputTokens', 'outputTokens');
  if (outputTokens === undefined) throw missing('outputTokens', 'inputTokens');
  return { model, inputTokens, outputTokens };
}

function refuseBeside(body: CostBody, stated: string, others: readonly (keyof CostBody)[]): void {
  for (const field of others) {
    if (body[field] !== undefined) throw invalid(field, `${field} can't stand beside ${stated}: say the cost once.`);
  }
}

const missing = (field: string, beside: string): InvalidInput =>
  invalid(field, `${field} must be given with ${beside}.`);
