import fc from 'fast-check';
import { amount } from '../money.js';
import { type Act, type Acts, act, idsOf, oneOf } from './act.js';
import { buying } from './acts-purchases.js';
import type { Data } from './model-rules.js';
import type { Model } from './model-state.js';

const hasPrepaid = ({ buckets }: Model): boolean => buckets.some((bucket) => bucket.paidFor && bucket.remaining > 0n);
const requesting: Act = { type: 'RequestWithdrawal', fields: { amount: amount('1') } };

/** A review: of what is open, mostly. */
const review = <T extends 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'>(weight: number) =>
  act<T, { which: number }>({
    weight,
    fields: oneOf,
    targets: ({ withdrawals }, isAny) =>
      idsOf(withdrawals.filter(({ status }) => isAny || status === 'requested' || status === 'approved')),
    preparation: (model) => (hasPrepaid(model) ? requesting : buying()),
    data: ({ which }, { id }) => ({ withdrawalId: id(which, 'wd') }) as Data<T>,
  });

export const withdrawalActs: Acts<'RequestWithdrawal' | 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'> = {
  RequestWithdrawal: act({
    weight: 4,
    fields: fc.record({ amount: fc.constantFrom('0.01', '1', '5', '10', '12.5', '0.005').map(amount) }),
    preparation: (model) => (hasPrepaid(model) ? null : buying()),
    data: (withdrawal) => ({ ...withdrawal, destination: 'bank' }),
  }),
  ApproveWithdrawal: review(2),
  RejectWithdrawal: review(1),
  PayWithdrawal: review(5),
};
