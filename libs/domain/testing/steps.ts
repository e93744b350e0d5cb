/** What can happen to an account in a scenario. Ages are counted from the opening of the account. */
import type {
  CycleTerms,
  PaymentMethod,
  Pricing,
  PromoSource,
  RechargeMethod,
  ResourceKind,
  Scope,
  Settings,
} from '../account/events.js';
import { amount } from '../money.js';
import { type Age, type Ask, type Step, type World, instantOf } from './world.js';

const asking = (ask: (world: World) => Ask): Step => ({ ask });
const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
const instantIf = (age: Age | undefined) => (age === undefined ? undefined : instantOf(age));
const scopeIf = ({ products, models, gpus }: Scope): Scope | undefined =>
  products || models || gpus ? given({ products, models, gpus }) : undefined;

type Promo = Scope & {
  readonly expires?: Age;
  readonly effective?: Age;
  readonly source?: PromoSource;
  readonly isLimited?: boolean;
};

export const promo = (label: string, credits: string, { expires, effective, ...promo }: Promo = {}): Step =>
  asking(() => ({
    type: 'GrantPromo',
    label,
    data: given({
      amount: amount(credits),
      scope: scopeIf(promo),
      effectiveAt: instantIf(effective),
      expiresAt: instantIf(expires),
      source: promo.source ?? 'incentive',
      isLimited: promo.isLimited,
    }),
  }));

type Redemption = Scope & { readonly expires?: Age; readonly reserved?: Age };

/** Of the code WELCOME, which has reserved it; at once, where nothing else is said. */
export const redemption = (label: string, credits: string, { expires, reserved, ...promo }: Redemption = {}): Step =>
  asking((world) => ({
    type: 'RedeemPromoCode',
    label,
    data: given({
      code: 'WELCOME',
      amount: amount(credits),
      scope: scopeIf(promo),
      expiresAt: instantIf(expires),
      redeemedAt: instantOf(reserved ?? world.now),
    }),
  }));

export const voiding = (label: string): Step =>
  asking((world) => ({ type: 'VoidPromo', data: { bucketId: world.id('bkt', label) } }));

type Bonus = Scope & { readonly amount: string; readonly expires?: Age };
type Purchase = { readonly method?: PaymentMethod; readonly pending?: boolean; readonly bonus?: Bonus };

/** Completed at once and without a fee, where nothing else is said. */
export const purchase = (label: string, credits: string, { method = 'usdc', pending, bonus }: Purchase = {}): Step =>
  asking(() => ({
    type: 'PurchasePrepaid',
    label,
    data: given({
      amount: amount(credits),
      paymentMethod: method,
      status: pending ? 'pending' : 'completed',
      bonus:
        bonus && given({ amount: amount(bonus.amount), scope: scopeIf(bonus), expiresAt: instantIf(bonus.expires) }),
    }),
  }));

/** A request for credits, which finance approves or rejects. */
export const request = (label: string, credits: string, bonus?: Bonus): Step =>
  purchase(label, credits, { method: 'request', pending: true, ...(bonus && { bonus }) });

const settling =
  (type: 'CompletePurchase' | 'FailPurchase' | 'RejectPurchase' | 'ReversePurchase') =>
  (label: string): Step =>
    asking((world) => ({ type, data: { purchaseId: world.id('pur', label) } }));
export const complete = settling('CompletePurchase');
export const fail = settling('FailPurchase');
export const rejectRequest = settling('RejectPurchase');
/** The payment was charged back. */
export const reverse = settling('ReversePurchase');
export const approveRequest = (label: string, { paid = true } = {}): Step =>
  asking((world) => ({ type: 'ApprovePurchase', data: { purchaseId: world.id('pur', label), paid } }));

type Recharge = {
  readonly threshold?: string;
  readonly method?: RechargeMethod;
  readonly limit?: string;
  readonly enabled?: boolean;
};
/** Buys so much in crypto when 5 or less is available, where nothing else is said. */
export const recharging = (
  credits: string,
  { threshold = '5', method = 'usdc', limit, enabled = true }: Recharge = {},
): Step =>
  asking(() => ({
    type: 'ConfigureAutoRecharge',
    data: given({
      enabled,
      threshold: amount(threshold),
      amount: amount(credits),
      paymentMethod: method,
      monthlyLimit: limit === undefined ? undefined : amount(limit),
    }),
  }));

/** Money of a cluster that was not paid in credits. */
export const returning = (label: string, credits: string): Step =>
  asking(() => ({
    type: 'ReturnCredits',
    label,
    data: { amount: amount(credits), product: 'cluster', reason: 'ended early' },
  }));

type Charge = {
  readonly as?: string;
  readonly product?: string;
  readonly model?: string;
  readonly gpu?: string;
  readonly occurred?: Age;
  readonly mode?: 'authorize' | 'record';
  /** Where credits are missing, it waits for them. */
  readonly pends?: boolean;
};

/** Inference, used now and authorized, where nothing else is said. Called `charge` unless `as` says otherwise. */
export const charge = (cost: string | Pricing, charge: Charge = {}): Step =>
  asking(() => ({
    type: 'ChargeUsage',
    label: charge.as ?? 'charge',
    data: given({
      cost: typeof cost === 'string' ? amount(cost) : cost,
      product: charge.product ?? 'inference',
      model: charge.model,
      gpu: charge.gpu,
      occurredAt: instantIf(charge.occurred),
      mode: charge.mode ?? 'authorize',
      onInsufficient: charge.pends ? 'pend' : undefined,
    }),
  }));

/** Usage that has happened already, and is recorded whatever the balance. */
export const record = (cost: string | Pricing, options: Charge = {}): Step =>
  charge(cost, { ...options, mode: 'record' });

/** All that was not refunded yet, where no amount is said. */
export const refund = (label: string, credits?: string): Step =>
  asking((world) => ({
    type: 'Refund',
    data: given({ transactionId: world.id('tx', label), amount: credits === undefined ? undefined : amount(credits) }),
  }));

type Held = Scopeless & { readonly forSeconds?: number; readonly as?: string };
type Scopeless = { readonly product?: string; readonly model?: string; readonly gpu?: string };

/** For a VM and a day, where nothing else is said. Called `hold` unless `as` says otherwise. */
export const hold = (credits: string, { product = 'vm', as = 'hold', forSeconds, ...usage }: Held = {}): Step =>
  asking(() => ({
    type: 'PlaceHold',
    label: as,
    data: given({ amount: amount(credits), product, ...usage, expiresInSeconds: forSeconds }),
  }));

type Capture = { readonly of?: string; readonly as?: string; readonly isFinal?: boolean };

/** All that is held, where no amount is said; finally, where nothing else is. Called `capture`. */
export const capture = (credits?: string, { of = 'hold', as = 'capture', isFinal = true }: Capture = {}): Step =>
  asking((world) => ({
    type: 'CaptureHold',
    label: as,
    data: given({
      holdId: world.id('hold', of),
      amount: credits === undefined ? undefined : amount(credits),
      isFinal,
    }),
  }));

export const release = (label = 'hold'): Step =>
  asking((world) => ({ type: 'ReleaseHold', data: { holdId: world.id('hold', label) } }));

export const withdrawal = (credits: string, label = 'withdrawal'): Step =>
  asking(() => ({ type: 'RequestWithdrawal', label, data: { amount: amount(credits), destination: 'bank' } }));

const reviewing =
  (type: 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal') =>
  (label = 'withdrawal'): Step =>
    asking((world) => ({ type, data: { withdrawalId: world.id('wd', label) } }));
export const approveWithdrawal = reviewing('ApproveWithdrawal');
export const rejectWithdrawal = reviewing('RejectWithdrawal');
export const payWithdrawal = reviewing('PayWithdrawal');

type Start = { readonly rate?: string; readonly product?: string; readonly gpu?: string };

/** Of the product `vm`, at no cost where no rate is said. */
const starting =
  (kind: ResourceKind) =>
  (resourceId: string, { rate = '0', product = 'vm', gpu }: Start = {}): Step =>
    asking(() => ({
      type: 'StartResource',
      data: given({ resourceId, kind, product, gpu, ratePerHour: amount(rate) }),
    }));
export const startInstance = starting('instance');
export const startCluster = starting('cluster');
export const startStorage = starting('storage');
export const stop = (resourceId: string): Step => asking(() => ({ type: 'StopResource', data: { resourceId } }));

const INFERENCE: Scope = { products: ['inference'] };
/** The terms of a cycle by the name of the plan, where a step does not say others. */
const PLANS: Readonly<Record<string, CycleTerms>> = {
  professional: { allowance: amount('0.5'), refreshHours: 24, scope: INFERENCE },
  developer: { allowance: amount('1.666666666666666667'), refreshHours: 8, scope: INFERENCE },
};

export const plan = (name: string, { paidUntil }: { readonly paidUntil?: Age } = {}): Step =>
  asking(() => ({
    type: 'ChoosePlan',
    label: name,
    data: given({ plan: name, terms: PLANS[name], paidUntil: instantIf(paidUntil) }),
  }));

/** The catalogue's allowance a cycle of the plan has changed. */
export const newTerms = (name: string, allowance: string, refreshHours = 24): Step =>
  asking(() => ({
    type: 'ChangePlanTerms',
    data: { plan: name, terms: { allowance: amount(allowance), refreshHours, scope: INFERENCE } },
  }));

export const settings = (changes: Partial<Settings>): Step =>
  asking(() => ({ type: 'ChangeSettings', data: { settings: changes } }));
export const close = ({ forfeit = false } = {}): Step => asking(() => ({ type: 'CloseAccount', data: { forfeit } }));
/** The process manager asks for what fell due, and nothing else. */
export const sweep = asking(() => ({ type: 'RecordDue', data: {} }));
/** Any entry lets go of what the state no longer needs. */
export const anything = settings({});

/** Twenty credits that are paid for: what most commands need. */
export const funded = purchase('P', '20');
