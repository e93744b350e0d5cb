/** Purchases that the account opens by itself when its credits run low. */
import type { Event } from '../../messages.js';
import type { Amount } from '../../money.js';
import { type EventTable, nothing } from '../event-record.js';
import type { PaymentMethod } from '../purchases/events.js';
import { configured, disabled } from './recharge.js';

/** A request for credits is nobody's to pay by itself. */
export type RechargeMethod = Exclude<PaymentMethod, 'request'>;

/** When available is at or below `threshold`, `amount` is bought. `monthlyLimit` is in credits, by calendar month in UTC. */
export type RechargeTerms = {
  readonly enabled: boolean;
  readonly threshold: Amount;
  readonly amount: Amount;
  readonly paymentMethod: RechargeMethod;
  readonly monthlyLimit?: Amount;
};

export type AutoRechargeConfigured = Event<'AutoRechargeConfigured', RechargeTerms>;

/** So many recharges failed in a row that no more are opened, until it is configured anew. */
export type AutoRechargeDisabled = Event<'AutoRechargeDisabled', { readonly failures: number }>;

export type RechargeEvent = AutoRechargeConfigured | AutoRechargeDisabled;

/** `openedInMonth`: credits of the recharges that were opened in `month`, failed ones not counted. */
export type AutoRecharge = {
  readonly terms: RechargeTerms;
  /** In a row. */
  readonly failures: number;
  /** A calendar month in UTC. */
  readonly month: string;
  readonly openedInMonth: Amount;
};

export const rechargeEvents = {
  AutoRechargeConfigured: {
    fold: (account, { data }) => configured(account, data),
    makes: nothing,
    rowsIn: [],
    takesCredits: false,
  },
  AutoRechargeDisabled: { fold: disabled, makes: nothing, rowsIn: ['notifications'], takesCredits: false },
} satisfies EventTable<RechargeEvent>;
