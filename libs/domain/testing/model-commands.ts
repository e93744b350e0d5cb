/** The model's reading of rules 4.1 to 7.1: what each command does, or why it is refused. */
import { accountRules } from './model-accounts.js';
import { holdRules } from './model-holds.js';
import { planRules } from './model-plans.js';
import { promoRules } from './model-promos.js';
import { purchaseRules } from './model-purchases.js';
import { rechargeRules } from './model-recharge.js';
import { returnRules } from './model-returns.js';
import type { Rules } from './model-rules.js';
import { usageRules } from './model-usage.js';
import { withdrawalRules } from './model-withdrawals.js';

export const modelRules: Rules = {
  ...accountRules,
  ...planRules,
  ...promoRules,
  ...purchaseRules,
  ...rechargeRules,
  ...returnRules,
  ...usageRules,
  ...holdRules,
  ...withdrawalRules,
};
