import { type EventTable, nothing } from '../event-record.js';
import type { RechargeEvent } from './events.js';
import { configured, disabled } from './recharge.js';

export const rechargeEvents = {
  AutoRechargeConfigured: {
    fold: (account, { data }) => configured(account, data),
    makes: nothing,
    rowsIn: [],
    takesCredits: false,
  },
  AutoRechargeDisabled: { fold: disabled, makes: nothing, rowsIn: ['notifications'], takesCredits: false },
} satisfies EventTable<RechargeEvent>;
