import { amount } from '../../money.js';
import type { Settings } from './events.js';

/** What an account is opened with where nothing else is requested (rule 11.6). */
export const DEFAULT_SETTINGS: Settings = {
  overdraftLimit: amount('10'),
  graceWindowSeconds: 300,
  onZero: 'grace',
  planOverage: 'pause',
  minimumPurchase: amount('10'),
  refundedPromoExpiresInDays: 30,
  supportGrantLimit: amount('25'),
  alertThresholds: [],
};
