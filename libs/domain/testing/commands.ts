/** What tests know of every command: the one list of the features' parts. A command that none of them has does not compile. */
import { accounts } from './accounts.js';
import type { ActType } from './act.js';
import { autoRecharge } from './auto-recharge.js';
import { holds } from './holds.js';
import { plans } from './plans.js';
import { promos } from './promos.js';
import { purchases } from './purchases.js';
import { returns } from './returns.js';
import type { Tested } from './tested.js';
import { usage } from './usage.js';
import { withdrawals } from './withdrawals.js';

export const commands: Tested<ActType> = {
  ...accounts,
  ...plans,
  ...promos,
  ...purchases,
  ...returns,
  ...autoRecharge,
  ...usage,
  ...holds,
  ...withdrawals,
};
