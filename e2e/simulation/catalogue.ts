/** What the simulation sells: plans whose terms change now and then, and models whose prices are those of random histories. */
import type { CycleTerms } from '#domain/account/plans/events.js';
import { amount } from '#domain/money.js';
import { shown, units } from '../../libs/domain/testing/model-state.js';

const HOURS_A_MONTH = 720n;
const INFERENCE = { products: ['inference'] };

/** Of 30 days, as the catalogue has it. */
type Offer = { readonly monthlyCredits: string; readonly refreshHours: number; readonly scope: object };

export class Catalogue {
  private readonly offers = new Map<string, Offer>([
    ['professional', { monthlyCredits: '15', refreshHours: 24, scope: INFERENCE }],
    ['developer', { monthlyCredits: '150', refreshHours: 8, scope: INFERENCE }],
  ]);

  /** Half-up at 18 decimals; undefined of a plan without allowance. */
  termsOf(plan: string): CycleTerms | undefined {
    const offer = this.offers.get(plan);
    if (!offer) return undefined;
    const credits = units(offer.monthlyCredits) * BigInt(offer.refreshHours);
    const allowance = amount(shown((2n * credits + HOURS_A_MONTH) / (2n * HOURS_A_MONTH)));
    return { allowance, refreshHours: offer.refreshHours, scope: offer.scope };
  }

  /** The plan's terms from now on, and what an admin asks for them. */
  define(plan: string, offer: Offer): object {
    this.offers.set(plan, offer);
    return { name: plan, pricePerMonth: '0', ...offer };
  }
}

/** The plan that random histories choose as `anything` or `nothing`, which a catalogue can't offer. */
export const TEAM = 'team';
export const OFFERS: readonly Offer[] = ['2160', '72', '7.77', '500'].flatMap((monthlyCredits) =>
  [1, 6, 24].map((refreshHours) => ({ monthlyCredits, refreshHours, scope: { models: ['llama'] } })),
);

export const MODELS: readonly string[] = ['llama', 'mistral'];
/** As `libs/domain/testing/usage.ts` states them. */
export const PRICES = {
  input_token_price: '0.0000025',
  output_token_price: '0.000000000001',
  cached_input_token_price: '0.00000125',
  cache_write_token_price: '0.000003',
  reasoning_token_price: '0.00002',
  unit_prices: { image: '0.04' },
};
