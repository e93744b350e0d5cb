/** The registry: every read model of the product. To add one: its folder and a line here. */
import type { Registry } from '#read-models/projection/projection.js';
import { accounts } from './accounts/accounts.projection.js';
import { allowances } from './allowances/allowances.projection.js';
import { balance } from './balance/balance.projection.js';
import { buckets } from './buckets/buckets.projection.js';
import { burnRate } from './burn-rate/burn-rate.projection.js';
import { holds } from './holds/holds.projection.js';
import { plans } from './plans/plans.projection.js';
import { promoCodes } from './promo-codes/promo-codes.projection.js';
import { purchases } from './purchases/purchases.projection.js';
import { resources } from './resources/resources.projection.js';
import { transactions } from './transactions/transactions.projection.js';
import { usage } from './usage/usage.projection.js';
import { withdrawals } from './withdrawals/withdrawals.projection.js';

export const projections: Registry = [
  balance,
  buckets,
  transactions,
  burnRate,
  resources,
  withdrawals,
  holds,
  purchases,
  accounts,
  allowances,
  usage,
  plans,
  promoCodes,
];
