/** The model's reading of rules 5.40 and 5.41: withdrawals under four eyes. */
import { CENT, type Data, type Rules, refuse } from './model-rules.js';
import { type Model, type ModelWithdrawal, type Part, bucketOf, units, write } from './model-state.js';

const withdrawalIsInvalid = (data: Data<'RequestWithdrawal'>): boolean => units(data.amount) % CENT !== 0n;

export const withdrawalRules: Pick<
  Rules,
  'RequestWithdrawal' | 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'
> = {
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
