import { describe, expect, it } from '@jest/globals';
import { createClient } from '#client/client.js';
import type { ApiClient } from './api-client.js';
import { importPrices } from './catalogue.js';

const price = (model: string, input: string) => ({ model, inputTokenPrice: input, outputTokenPrice: '0.00' });

/** A catalogue that has one model, and says what was sent to it. */
function catalogue(items: readonly unknown[] = [{ id: 'b', input_token_price: '0.50', output_token_price: '0.00' }]) {
  const sent: string[] = [];
  const bodies: unknown[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    if (request.method === 'GET') return Response.json({ items });
    sent.push(new URL(request.url).pathname);
    bodies.push(await request.json());
    return Response.json({});
  };
  const api: ApiClient = { http: createClient({ url: 'http://127.0.0.1', apiKey: 'k', fetch }), retries: () => 0 };
  return { api, sent, bodies };
}

describe('prices into the catalogue', () => {
  it('are written where there are none, and come back in the order in which they were given', async () => {
    const { api, sent } = catalogue();
    const wanted = [price('vendor/a', '1'), price('b', '0.5'), price('c', '1')];
    const { prices, added } = await importPrices(api, wanted, { key: 'k', replace: false });
    expect(sent).toEqual(['/v1/models/vendor%2Fa', '/v1/models/c']);
    expect([prices.map(({ model }) => model), added]).toEqual([['vendor/a', 'b', 'c'], 2]);
  });

  it('leave another price alone unless they are to replace it', async () => {
    const kept = catalogue();
    const { prices } = await importPrices(kept.api, [price('b', '0.7')], { key: 'k', replace: false });
    expect([kept.sent, prices[0]?.inputTokenPrice]).toEqual([[], '0.50']);
    const replaced = catalogue();
    await importPrices(replaced.api, [price('b', '0.7')], { key: 'k', replace: true });
    expect(replaced.sent).toEqual(['/v1/models/b']);
  });

  it('come with those of caches and reasoning, and with tiers, and are the same only where all of that is', async () => {
    const whole = {
      ...price('b', '0.5'),
      cachedInputTokenPrice: '0.1',
      cacheWriteTokenPrice: '0.7',
      reasoningTokenPrice: '0.2',
      tiers: [{ abovePromptTokens: 200_000, inputTokenPrice: '1' }],
    };
    const { api, bodies } = catalogue();
    await importPrices(api, [whole], { key: 'k', replace: true });
    expect(bodies).toEqual([
      {
        id: 'b',
        input_token_price: '0.5',
        output_token_price: '0.00',
        cached_input_token_price: '0.1',
        cache_write_token_price: '0.7',
        reasoning_token_price: '0.2',
        tiers: [{ above_prompt_tokens: 200_000, input_token_price: '1' }],
      },
    ]);
    const { api: again } = catalogue(bodies);
    expect(await importPrices(again, [whole], { key: 'k', replace: true })).toEqual({ prices: [whole], added: 0 });
    const cheaper = { ...whole, tiers: [{ abovePromptTokens: 200_000, inputTokenPrice: '0.9' }] };
    expect(await importPrices(again, [cheaper], { key: 'k', replace: true })).toMatchObject({ added: 1 });
  });
});
