/** Withdrawals under four eyes: how histories try them, and the model's reading of rules 5.40 and 5.41. */
import fc from 'fast-check';
import { amount } from '../money.js';
import { type Act, type Acts, act, buying, idsOf, oneOf } from './act.js';
import { type Data, CENT, type Rules, refuse } from './model-rules.js';
import { bucketOf } from './model-buckets.js';
import { type Model, type ModelWithdrawal, type Part, units, write } from './model-state.js';
import { by } from './world.js';
import { approveWithdrawal, funded, payWithdrawal, rejectWithdrawal, withdrawal } from './steps.js';
import type { Tested } from './tested.js';

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

const acts: Acts<'RequestWithdrawal' | 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'> = {
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

const withdrawalIsInvalid = (data: Data<'RequestWithdrawal'>): boolean => units(data.amount) % CENT !== 0n;

const rules: Pick<Rules, 'RequestWithdrawal' | 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'> = {
  RequestWithdrawal: {
    does(model, data, { by }) {
      let rest = units(data.amount);
      const parts: Part[] = [];
      for (const bucket of model.buckets.filter((each) => each.kind === 'prepaid' && each.paidFor)) {
        const takes = rest < bucket.remaining ? rest : bucket.remaining;
        if (takes === 0n) continue;
        bucket.remaining -= takes;
        rest -= takes;
        parts.push({ bucketId: bucket.id, amount: takes });
      }
      if (rest > 0n) refuse('not-withdrawable');
      write(model, { type: 'WithdrawalRequested', change: -units(data.amount), parts });
      const id = `wd-${model.tag}-${model.revision}`;
      model.withdrawals.push({ id, amount: units(data.amount), parts, by, status: 'requested' });
      model.wentOut = true;
    },
    isInvalid: withdrawalIsInvalid,
    bringsCreditsIn: false,
  },

  ApproveWithdrawal: {
    does(model, { withdrawalId }, { by }) {
      const withdrawal = withdrawalOf(model, withdrawalId);
      if (withdrawal.status === 'approved') refuse('already-settled');
      if (withdrawal.by === by) refuse('four-eyes');
      withdrawal.status = 'approved';
      write(model, { type: 'WithdrawalApproved', change: 0n });
    },
    bringsCreditsIn: false,
  },

  RejectWithdrawal: {
    does(model, { withdrawalId }) {
      returned(model, withdrawalOf(model, withdrawalId));
    },
    bringsCreditsIn: true,
  },

  PayWithdrawal: {
    does(model, { withdrawalId }) {
      const withdrawal = withdrawalOf(model, withdrawalId);
      if (withdrawal.status !== 'approved') refuse('wrong-state');
      withdrawal.status = 'paid';
      write(model, { type: 'WithdrawalPaid', change: 0n });
    },
    bringsCreditsIn: false,
  },
};

/** Rejected: what was set aside is back where it was. */
export function returned(model: Model, withdrawal: ModelWithdrawal): void {
  withdrawal.status = 'rejected';
  write(model, { type: 'WithdrawalRejected', change: withdrawal.amount, parts: withdrawal.parts });
  for (const part of withdrawal.parts) bucketOf(model, part.bucketId).remaining += part.amount;
}

function withdrawalOf(model: Model, id: string) {
  const withdrawal = model.withdrawals.find((each) => each.id === id) ?? refuse('not-found');
  if (!['requested', 'approved'].includes(withdrawal.status)) refuse('already-settled');
  return withdrawal;
}

/** What tests know of its commands. */
export const withdrawals: Tested<'RequestWithdrawal' | 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'> = {
  RequestWithdrawal: {
    act: acts.RequestWithdrawal,
    rule: rules.RequestWithdrawal,
    example: { given: [funded], when: withdrawal('5'), writes: 'WithdrawalRequested' },
  },
  ApproveWithdrawal: {
    act: acts.ApproveWithdrawal,
    rule: rules.ApproveWithdrawal,
    example: {
      given: [funded, withdrawal('5')],
      when: by('bob', approveWithdrawal()),
      writes: 'WithdrawalApproved',
    },
  },
  RejectWithdrawal: {
    act: acts.RejectWithdrawal,
    rule: rules.RejectWithdrawal,
    example: { given: [funded, withdrawal('5')], when: rejectWithdrawal(), writes: 'WithdrawalRejected' },
  },
  PayWithdrawal: {
    act: acts.PayWithdrawal,
    rule: rules.PayWithdrawal,
    example: {
      given: [funded, withdrawal('5'), by('bob', approveWithdrawal())],
      when: payWithdrawal(),
      writes: 'WithdrawalPaid',
    },
  },
};
