/** What a webhook can be notified of, and what each is. */
import type { Schemas } from '#client/client.js';

export type Webhook = Schemas['WebhookAnswer'];
export type NotificationKind = Webhook['types'][number];

export const KINDS: Readonly<Record<NotificationKind, string>> = {
  'credits.low': 'A threshold was crossed downwards',
  'credits.depleted': 'Nothing is left',
  'credits.recovered': 'Credits are there again',
  'credits.expiring': 'Credits are about to expire',
  'credits.refunded': 'A charge was refunded',
  'grace.started': 'A grace window began, with its deadline',
  'service.terminated': 'Service was terminated: what is to be stopped',
  'service.restored': 'Service was restored',
  'purchase.completed': 'A purchase was completed',
  'purchase.failed': 'A purchase failed',
  'payment.settled': 'A pending payment was paid',
  'payment.failed': 'A pending payment failed',
  'recharge.requested': 'Auto-recharge asks for a payment',
  'recharge.disabled': 'Auto-recharge was switched off',
  'withdrawal.requested': 'A withdrawal was requested',
  'withdrawal.approved': 'A withdrawal was approved',
  'withdrawal.rejected': 'A withdrawal was rejected',
  'withdrawal.paid': 'A withdrawal was paid out',
  'plan.ended': 'A paid plan ended',
};

export const ALL_KINDS = Object.keys(KINDS) as readonly NotificationKind[];
