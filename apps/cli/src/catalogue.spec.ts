import { describe, expect, it } from '@jest/globals';
import type { ApiClient } from './api-client.js';
import { importPrices } from './catalogue.js';

const price = (model: string, input: string) => ({ model, inputTokenPrice: input, outputTokenPrice: '0.00' });

/** A catalogue that has one model, and says what was sent to it. */
function catalogue() {
  const sent: string[] = [];
  const items = [{ id: 'b', input_token_price: '0.50', output_token_price: '0.00' }];
  const api: ApiClient = {
    get: async () => ({ items }),
    send: async (_, route) => {
      sent.push(route);
      return {};
    },
    retries: () => 0,
    close: () => {},
  };
  return { api, sent };
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
});
