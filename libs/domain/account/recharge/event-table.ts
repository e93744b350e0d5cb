import { type EventTable, nothing } from '../event-record.js';
import type { RechargeEvent } from './events.js';
import { configured, disabled } from './recharge.js';

export const rechargeEvents: EventTable<RechargeEvent> = {
  AutoRechargeConfigured: {
    fold: (account, { data }) => configured(account, data),
    makes: nothing,
    takesCredits: false,
  },
  AutoRechargeDisabled: { fold: disabled, makes: nothing, takesCredits: false },
};
