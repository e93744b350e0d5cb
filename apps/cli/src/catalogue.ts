/** The price catalogue over HTTP. */
import type { ApiClient } from './api-client.js';
import { units } from './replay-usage/exact.js';
import type { ModelPrice } from './replay-usage/model-prices.js';

type PricedModel = { readonly id: string; readonly input_token_price: string; readonly output_token_price: string };

export type Import = {
  /** What each model costs now, in the order in which prices were given. */
  readonly prices: readonly ModelPrice[];
  /** How many of them were written now; the others were there, at a price of their own where none is replaced. */
  readonly added: number;
};

const isSame = (a: ModelPrice, b: ModelPrice): boolean =>
  units(a.inputTokenPrice) === units(b.inputTokenPrice) && units(a.outputTokenPrice) === units(b.outputTokenPrice);

export async function pricesIn(api: ApiClient): Promise<ReadonlyMap<string, ModelPrice>> {
  const items = ((await api.get('/v1/models'))['items'] ?? []) as readonly PricedModel[];
  return new Map(
    items.map(({ id, input_token_price: inputTokenPrice, output_token_price: outputTokenPrice }) => [
      id,
      { model: id, inputTokenPrice, outputTokenPrice },
    ]),
  );
}

/** Brings the prices into the catalogue. A model whose price is as wanted is not written again. */
export async function importPrices(
  api: ApiClient,
  prices: readonly ModelPrice[],
  { key, replace }: { readonly key: string; readonly replace: boolean },
): Promise<Import> {
  const present = await pricesIn(api);
  const inForce: ModelPrice[] = [];
  let added = 0;
  for (const price of prices) {
    const now = present.get(price.model);
    if (now && (isSame(now, price) || !replace)) {
      inForce.push(now);
      continue;
    }
    const { model: id, inputTokenPrice: input_token_price, outputTokenPrice: output_token_price } = price;
    const route = `/v1/models/${encodeURIComponent(id)}`;
    await api.send('PUT', route, { id, input_token_price, output_token_price }, key);
    inForce.push(price);
    added++;
  }
  return { prices: inForce, added };
}
