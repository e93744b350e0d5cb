import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { compare } from '../../money.js';
import { command } from '../command.js';
import { requireWholeCents } from '../purchases/fees.js';
import type { RechargeTerms } from './events.js';

export type ConfigureAutoRecharge = Command<'ConfigureAutoRecharge', RechargeTerms>;

/** The end of this decision opens a recharge at once where available is at or below the threshold (rule 4.20). */
export const configureAutoRecharge = command<ConfigureAutoRecharge>('ConfigureAutoRecharge', {
  decide(draft, { data }) {
    const { minimumPurchase } = draft.account.settings;
    if (compare(data.amount, minimumPurchase) < 0) {
      throw new DomainError('invalid', `amount must be at least ${minimumPurchase}.`, { field: 'amount' });
    }
    draft.add('AutoRechargeConfigured', data);
  },
  check: ({ amount, paymentMethod }) => requireWholeCents(amount, paymentMethod),
  bringsCreditsIn: false,
});
