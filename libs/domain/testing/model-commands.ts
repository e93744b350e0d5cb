/** The model's reading of rules 4.1 to 7.1: what each command does, or why it is refused. */
import type { AccountCommand } from '../account/decider.js';
import { accountRules } from './model-accounts.js';
import { grantIsInvalid, promoRules } from './model-promos.js';
import { purchaseIsInvalid, purchaseRules } from './model-purchases.js';
import type { Rules } from './model-rules.js';
import { usageIsInvalid, usageRules } from './model-usage.js';
import { withdrawalIsInvalid, withdrawalRules } from './model-withdrawals.js';

/** Rule 11.3: 400 comes before 404. What is invalid on any account is so without one. */
export function isInvalid(command: AccountCommand, now: number): boolean {
  if (command.type === 'GrantPromo') return grantIsInvalid(command.data, now);
  if (command.type === 'PurchasePrepaid') return purchaseIsInvalid(command.data, now);
  if (command.type === 'ChargeUsage') return usageIsInvalid(command.data, now);
  return command.type === 'RequestWithdrawal' && withdrawalIsInvalid(command.data);
}

export const modelRules: Rules = {
  ...accountRules,
  ...promoRules,
  ...purchaseRules,
  ...usageRules,
  ...withdrawalRules,
};
