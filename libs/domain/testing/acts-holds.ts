import fc from 'fast-check';
import { amount } from '../money.js';
import { type Act, type Acts, act, anyAmount, idsOf, maybe, oneOf, present, smallAmount, which } from './act.js';
import type { Model } from './model-state.js';

const seconds = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(1, 300, 3_600, 3 * 86_400) },
  { weight: 1, arbitrary: fc.constantFrom(0, 365 * 86_400 + 1) },
);
const openOf = ({ holds }: Model, isAny: boolean): string[] => idsOf(holds.filter(({ open }) => isAny || open));
const placing = (): Act => ({
  type: 'PlaceHold',
  fields: { amount: amount('2.5'), product: 'vm', model: null, gpu: null, expiresInSeconds: null },
});

export const holdActs: Acts<'PlaceHold' | 'CaptureHold' | 'ReleaseHold'> = {
  PlaceHold: act({
    weight: 5,
    fields: fc.record({
      amount: smallAmount,
      product: fc.constantFrom('inference', 'vm'),
      model: maybe(fc.constantFrom('llama', 'mistral')),
      gpu: maybe(fc.constantFrom('h100', 'l4')),
      expiresInSeconds: maybe(seconds),
    }),
    data: ({ amount: credits, product, ...others }) => ({ amount: credits, product, ...present(others) }),
  }),
  CaptureHold: act({
    weight: 4,
    fields: fc.record({ which, amount: maybe(anyAmount), isFinal: fc.boolean() }),
    targets: openOf,
    preparation: placing,
    data: ({ which: nth, amount: part, isFinal }, { id }) => ({
      holdId: id(nth, 'hold'),
      isFinal,
      ...present({ amount: part }),
    }),
  }),
  ReleaseHold: act({
    weight: 2,
    fields: oneOf,
    targets: openOf,
    preparation: placing,
    data: ({ which: nth }, { id }) => ({ holdId: id(nth, 'hold') }),
  }),
};
