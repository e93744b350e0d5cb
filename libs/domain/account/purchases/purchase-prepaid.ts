import { DomainError } from '../../errors.js';
import type { Command, Instant } from '../../messages.js';
import { type Amount, add, compare, isPositive, roundUp } from '../../money.js';
import { command } from '../command.js';
import type { Draft } from '../draft.js';
import type { Bonus, EventData, PaymentMethod } from '../events.js';
import { feeOf, isFiat, requireWholeCents } from './fees.js';
import { addPromo, requireExpiryAfter } from '../promos/grant-promo.js';
import { bucketsOf, checkScope, requireRoomFor } from '../limits.js';
import type { Account } from '../state.js';

type Order = { readonly amount: Amount; readonly paymentMethod: PaymentMethod };
export type PurchasePrepaid = Command<
  'PurchasePrepaid',
  Order & {
    readonly status: 'pending' | 'completed';
    readonly invoiceUrl?: string;
    readonly bonus?: Bonus;
    readonly metadata?: Readonly<Record<string, string>>;
  }
>;

/** Opens a purchase; only a completed one adds credits. A request for credits waits for finance. */
export const purchasePrepaid = command<PurchasePrepaid>('PurchasePrepaid', {
  decide(draft, { data }) {
    const { status, ...order } = data;
    const { minimumPurchase } = draft.account.settings;
    if (compare(order.amount, minimumPurchase) < 0 && !settlesOverdraft(draft.account, order))
      throw refuse('amount', `amount must be at least ${minimumPurchase}.`);
    requireRoomFor(draft, bucketsOf(order.bonus));
    const fee = feeOf(order.amount, order.paymentMethod);
    const purchase = { purchaseId: draft.newId('pur'), ...order, fee, total: add(order.amount, fee) };
    draft.add('PurchaseOpened', purchase);
    if (status === 'completed') complete(draft, purchase);
  },
  check: checkPurchase,
  bringsCreditsIn: ({ status }) => status === 'completed',
});

/** It is exactly what is owed; of what is paid in cents, rounded up to one (rule 4.12). */
const settlesOverdraft = ({ overdraft }: Account, { amount: credits, paymentMethod }: Order): boolean =>
  isPositive(overdraft) && credits === (isFiat(paymentMethod) ? roundUp(overdraft, 2) : overdraft);

function checkPurchase({ amount: credits, paymentMethod, status, bonus }: PurchasePrepaid['data'], now: Instant): void {
  requireWholeCents(credits, paymentMethod);
  if (paymentMethod === 'request' && status === 'completed') {
    throw refuse('status', 'A request for credits is approved, not completed at once.');
  }
  checkScope(bonus?.scope, 'bonus.scope');
  requireExpiryAfter(now, bonus?.expiresAt, 'bonus.expiresAt');
}

const refuse = (field: string, message: string): DomainError => new DomainError('invalid', message, { field });

/** The credits of a paid purchase and its bonus, in one append. */
export function complete(draft: Draft, purchase: EventData<'PurchaseOpened'>): void {
  const { purchaseId, amount: credits, fee, total, paymentMethod, bonus } = purchase;
  const bucketId = draft.newId('bkt');
  draft.add('PurchaseCompleted', {
    purchaseId,
    amount: credits,
    fee,
    total,
    paymentMethod,
    bucketId,
    isGranted: false,
  });
  addBonus(draft, bonus);
}

/** A bonus that has expired while the purchase was pending is not given. */
export function addBonus(draft: Draft, bonus: Bonus | undefined): void {
  if (bonus && (bonus.expiresAt === undefined || bonus.expiresAt > draft.recordedAt)) {
    addPromo(draft, { ...bonus, source: 'bonus', reason: 'Purchase bonus' }, draft.recordedAt);
  }
}
