/** Prices of a model as they are entered: per million tokens, units one a line, tiers for long prompts. */
import type { Schemas } from '#client/client.js';
import { instantIn, isAmount, isCount, linesIn } from '../entered.js';
import { isPerMillion, perMillion, perToken } from './per-million.js';

type Model = Schemas['ModelAnswer'];
type Tier = Schemas['TierAnswer'];

/** Token prices, as the API names them, and as they are read. */
export const TOKENS = {
  input_token_price: 'Input',
  output_token_price: 'Output',
  cached_input_token_price: 'Cached input',
  cache_write_token_price: 'Cache write',
  reasoning_token_price: 'Reasoning',
} as const;
export type TokenPrice = keyof typeof TOKENS;
const NAMES = Object.keys(TOKENS) as readonly TokenPrice[];

export type PricesDraft = Readonly<Record<TokenPrice | 'units', string>>;
/** `id`: which one of the form it is. */
export type TierDraft = PricesDraft & { readonly id: number; readonly above: string };
export type ModelDraft = PricesDraft & {
  readonly model: string;
  readonly from: string;
  readonly tiers: readonly TierDraft[];
};

const pricesDraft = (known: Partial<Tier> | null): PricesDraft => ({
  ...(Object.fromEntries(
    NAMES.map((name) => [name, known?.[name] === undefined ? '' : perMillion(known[name])]),
  ) as Record<TokenPrice, string>),
  units: Object.entries((known?.unit_prices ?? {}) as Readonly<Record<string, string>>)
    .map(([unit, price]) => `${unit} ${price}`)
    .join('\n'),
});

export const tierDraft = (id: number, known: Tier | null = null): TierDraft => ({
  ...pricesDraft(known),
  id,
  above: known?.above_prompt_tokens.toString() ?? '',
});

export const modelDraft = (known: Model | null): ModelDraft => ({
  ...pricesDraft(known),
  model: known?.id ?? '',
  from: '',
  tiers: (known?.tiers ?? []).map((tier, nth) => tierDraft(nth, tier)),
});

/** `image 0.04`: a unit's name, which has no blank in it, and its price. */
const UNIT_LINE = /^(\S+)\s+(\S+)$/;
const unitIn = (line: string): readonly string[] => UNIT_LINE.exec(line)?.slice(1) ?? [];
const areUnits = (text: string): boolean => linesIn(text).every((line) => isAmount(unitIn(line)[1] ?? ''));

const arePrices = (draft: PricesDraft): boolean =>
  NAMES.every((name) => draft[name].trim() === '' || isPerMillion(draft[name])) && areUnits(draft.units);

export const isReady = (draft: ModelDraft): boolean =>
  draft.model.trim() !== '' &&
  arePrices(draft) &&
  [draft.input_token_price, draft.output_token_price].every(isPerMillion) &&
  draft.tiers.every((tier) => isCount(tier.above) && arePrices(tier));

function pricesIn(draft: PricesDraft) {
  const tokens = NAMES.filter((name) => draft[name].trim() !== '').map((name) => [name, perToken(draft[name])]);
  const units = linesIn(draft.units).map(unitIn);
  return {
    ...(Object.fromEntries(tokens) as Partial<Record<TokenPrice, string>>),
    ...(units.length > 0 && { unit_prices: Object.fromEntries(units) as Record<string, string> }),
  };
}

/** What is sent of a draft that is ready. */
export function bodyOf(draft: ModelDraft): Schemas['PriceModelBody'] {
  const { input_token_price, output_token_price, tiers, from } = draft;
  const effectiveFrom = instantIn(from);
  return {
    ...pricesIn(draft),
    input_token_price: perToken(input_token_price),
    output_token_price: perToken(output_token_price),
    ...(tiers.length > 0 && {
      tiers: tiers.map((tier) => ({ above_prompt_tokens: Number(tier.above), ...pricesIn(tier) })),
    }),
    ...(effectiveFrom && { effectiveFrom }),
  };
}
