/** Prices of models over HTTP: what a charge costs by them, from when they apply, and what is refused. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

const DAY_MS = 86_400_000;
const at = (ms: number): string => new Date(ms).toISOString();

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;

beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const now = async (): Promise<number> => Date.parse((await api.get<{ now: string }>('/v1/test-clock')).now);

async function opened() {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId });
  const route = `/v1/accounts/${accountId}`;
  const post = (path: string, body: object) => api.post<object>(`${route}/${path}`, body);
  const code = async (path: string, body: object) => {
    const reply = await api.send<{ code: string }>('POST', `${route}/${path}`, body);
    return [reply.status, reply.body.code];
  };
  return { route, post, code };
}

describe('the price of a model (rules 2.20 to 2.24)', () => {
  const modelId = () => `m-${randomUUID()}`;
  const base = { input_token_price: '0.000002', output_token_price: '0.00001' };
  type Priced = { readonly items: readonly { readonly id: string }[] };
  const shown = async (id: string) => (await api.get<Priced>('/v1/models')).items.find((each) => each.id === id);

  it('counts cached and reasoning tokens and units once, and the whole request by the tier of its prompt', async () => {
    const { post, code, route } = await opened();
    await post('grants', { amount: '100', source: 'signup' });
    const id = modelId();
    const tiers = [{ above_prompt_tokens: 1000, input_token_price: '0.000004', output_token_price: '0.00002' }];
    const stated = { ...base, cached_input_token_price: '0.0000005', unit_prices: { image: '0.04' }, tiers };
    const put = await api.put<object>(`/v1/models/${id}`, stated);
    expect(put).toEqual({ id, ...stated, effectiveFrom: expect.any(String) });
    expect(await shown(id)).toEqual(put);
    const cost = async (usage: object) => post('charges', { product: 'inference', model: id, ...usage });
    expect(await cost({ inputTokens: 100, cachedInputTokens: 900, outputTokens: 10 })).toMatchObject({
      amount: '0.00075',
    });
    expect(await cost({ inputTokens: 101, cachedInputTokens: 900, outputTokens: 10 })).toMatchObject({
      amount: '0.001054',
    });
    expect(await cost({ outputTokens: 10, reasoningTokens: 90 })).toMatchObject({ amount: '0.001' });
    expect(await cost({ units: { image: '2.5' } })).toMatchObject({ amount: '0.10' });
    for (const [field, usage] of Object.entries({
      'units.video': { units: { video: '1' } },
      'units.image': { units: { image: '0.0000001' } },
      cachedInputTokens: { cachedInputTokens: 1.5 },
      units: { units: {} },
    })) {
      const body = { product: 'inference', model: id, ...usage };
      const refused = await api.send('POST', `${route}/charges`, body);
      expect([refused.status, refused.body['errors']]).toMatchObject([400, [{ field }]]);
    }
    expect(await code('charges', { product: 'inference', model: modelId(), inputTokens: 1 })).toEqual([400, 'invalid']);
    const log = await api.get<{ items: { data: object }[] }>(`${route}/events?from=4&limit=1`);
    expect(log.items[0]?.data).toMatchObject({
      pricing: { inputTokens: 101, inputTokenPrice: '0.000004', cachedInputTokenPrice: '0.0000005' },
    });
  });

  it('applies from its time on, also to usage that arrives late, and is shown once it is in force', async () => {
    const { post } = await opened();
    await post('grants', { amount: '100', source: 'signup' });
    const id = modelId();
    const t = await now();
    const price = (input: string, from?: number) =>
      api.put(`/v1/models/${id}`, { ...base, input_token_price: input, ...(from && { effectiveFrom: at(from) }) });
    const cost = async (usedAt: number) => {
      const usage = { product: 'inference', model: id, inputTokens: 1, mode: 'record', occurredAt: at(usedAt) };
      return post('charges', usage);
    };
    await price('1', t + DAY_MS);
    expect(await shown(id)).toMatchObject({ input_token_price: '1.00', effectiveFrom: at(t + DAY_MS) });
    expect(await cost(t)).toMatchObject({ amount: '1.00' });
    await price('2', t - DAY_MS);
    await price('3', t - DAY_MS);
    expect(await shown(id)).toMatchObject({ input_token_price: '3.00' });
    expect(await cost(t - 2 * DAY_MS)).toMatchObject({ amount: '3.00' });
    expect(await cost(t - 1)).toMatchObject({ amount: '3.00' });
    await price('4', t + 60_000);
    expect(await cost(t + 61_000)).toMatchObject({ amount: '3.00' });
  });

  it('is refused by the name of what is wrong', async () => {
    for (const [field, wrong] of Object.entries({
      cached_input_token_price: { cached_input_token_price: '0.0000000000001' },
      reasoning_token_price: { reasoning_token_price: 1 },
      'unit_prices.image': { unit_prices: { image: '-1' } },
      'tiers[0].above_prompt_tokens': { tiers: [{ input_token_price: '1' }] },
      'tiers[1].input_token_price': {
        tiers: [{ above_prompt_tokens: 1 }, { above_prompt_tokens: 2, input_token_price: null }],
      },
      'tiers[0].surprise': { tiers: [{ above_prompt_tokens: 1, surprise: 1 }] },
      tiers: { tiers: [{ above_prompt_tokens: 1 }, { above_prompt_tokens: 1 }] },
      effectiveFrom: { effectiveFrom: 'soon' },
    })) {
      const refused = await api.send('PUT', `/v1/models/${modelId()}`, { ...base, ...wrong });
      expect([field, refused.status, refused.body['errors']]).toMatchObject([field, 400, [{ field }]]);
    }
  });
});
