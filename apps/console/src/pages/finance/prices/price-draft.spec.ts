import { expect, it } from '@jest/globals';
import { bodyOf, isReady, modelDraft } from './price-draft.js';

const model = {
  id: 'meta/llama',
  input_token_price: '0.0000006',
  output_token_price: '0.0000024',
  reasoning_token_price: '0.000003',
  unit_prices: { image: '0.04', audio_second: '0.0001' },
  tiers: [{ above_prompt_tokens: 128_000, input_token_price: '0.0000012', unit_prices: { image: '0.08' } }],
  effectiveFrom: '2026-01-01T00:00:00.000Z',
};

it('sends the prices of a model as they are, if nothing is entered', () => {
  const { id: _, effectiveFrom: __, ...prices } = model;
  expect(isReady(modelDraft(model))).toBe(true);
  expect(bodyOf(modelDraft(model))).toEqual(prices);
});

it('is not ready without input and output price, with units that are none, or with a tier of no length', () => {
  const draft = modelDraft(model);
  const [tier] = draft.tiers;
  expect(isReady(modelDraft(null))).toBe(false);
  expect(isReady({ ...draft, output_token_price: '' })).toBe(false);
  expect(isReady({ ...draft, units: 'image' })).toBe(false);
  expect(isReady({ ...draft, tiers: [{ ...tier!, above: '' }] })).toBe(false);
});
