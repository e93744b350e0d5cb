import fc from 'fast-check';
import { amount } from '../money.js';
import { type Acts, act, maybe, present } from './act.js';

export const rechargeActs: Acts<'ConfigureAutoRecharge'> = {
  ConfigureAutoRecharge: act({
    weight: 2,
    fields: fc.record({
      enabled: fc.nat(4).map((n) => n > 0),
      threshold: fc.constantFrom('0', '5', '5', '20', '1000').map(amount),
      amount: fc.constantFrom('10', '12.5', '12.5', '10.005', '0.01').map(amount),
      paymentMethod: fc.constantFrom('card' as const, 'usdc' as const, 'usdc' as const),
      monthlyLimit: maybe(fc.constantFrom('12.5', '25', '5').map(amount)),
    }),
    data: ({ monthlyLimit, ...terms }) => ({ ...terms, ...present({ monthlyLimit }) }),
  }),
};
