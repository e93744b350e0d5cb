/** The commands of an account as they are asked for over HTTP. Closed: a command without its request does not compile. */
import type { AccountCommand } from '#domain/account/decider.js';
import type { Data } from '../../libs/domain/testing/model-rules.js';

/** Commands that the product gives itself: when time has moved, and when a plan was changed. */
export type OwnCommand = 'RecordDue' | 'ChangePlanTerms';
export type AskedType = Exclude<AccountCommand['type'], OwnCommand>;

/** Whose API key asks. */
export type Role = 'admin' | 'finance' | 'support';
export type Request = {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly route: string;
  readonly body: object;
  readonly role?: Role;
  /** What has to be there for it: is asked for before, and accepted. */
  readonly needs?: Request;
};

type Asking<T extends AskedType> = (data: Data<T>, accountId: string) => Request;

const post = (route: string, body: object = {}): Request => ({ method: 'POST', route, body });
const REASON = { reason: 'simulated' };

const requests: { readonly [T in AskedType]: Asking<T> } = {
  OpenAccount: ({ accountId, settings }) => ({ ...post('/v1/accounts', { accountId, settings }) }),
  ChangeSettings: ({ settings }) => ({ method: 'PATCH', route: 'settings', body: settings }),
  CloseAccount: (closing) => post('close', closing),
  GrantPromo: ({ isLimited, ...grant }) => ({ ...post('grants', grant), role: isLimited ? 'support' : 'admin' }),
  VoidPromo: ({ bucketId }) => post(`grants/${bucketId}/void`, REASON),
  RedeemPromoCode: ({ code, amount, scope, expiresAt }) => ({
    ...post(`promo-codes/${code}/redeem`),
    needs: {
      method: 'PUT',
      route: `/v1/promo-codes/${code}`,
      body: { amount, ...(scope && { scope }), ...(expiresAt && { creditExpiresAt: expiresAt }) },
    },
  }),
  PurchasePrepaid: (purchase) => post('purchases', purchase),
  CompletePurchase: ({ purchaseId }) => post(`purchases/${purchaseId}/complete`),
  FailPurchase: ({ purchaseId }) => post(`purchases/${purchaseId}/fail`),
  ApprovePurchase: ({ purchaseId, paid }) => post(`purchases/${purchaseId}/approve`, { paid }),
  RejectPurchase: ({ purchaseId }) => post(`purchases/${purchaseId}/reject`),
  ReversePurchase: ({ purchaseId }) => post(`purchases/${purchaseId}/reverse`),
  ConfigureAutoRecharge: (terms) => ({ method: 'PUT', route: 'auto-recharge', body: terms }),
  ReturnCredits: (returned) => post('returns', returned),
  ChargeUsage: ({ cost, ...usage }) => post('charges', { ...usage, ...costIn(cost) }),
  Refund: ({ transactionId, amount }) =>
    post(`charges/${transactionId}/refunds`, { ...REASON, ...(amount && { amount }) }),
  PlaceHold: (hold) => post('holds', hold),
  CaptureHold: ({ holdId, isFinal, amount }) =>
    post(`holds/${holdId}/capture`, { final: isFinal, ...(amount && { amount }) }),
  ReleaseHold: ({ holdId }) => post(`holds/${holdId}/release`),
  RequestWithdrawal: (withdrawal) => post('withdrawals', withdrawal),
  ApproveWithdrawal: ({ withdrawalId }) => post(`withdrawals/${withdrawalId}/approve`),
  RejectWithdrawal: ({ withdrawalId }) => post(`withdrawals/${withdrawalId}/reject`),
  PayWithdrawal: ({ withdrawalId }) => post(`withdrawals/${withdrawalId}/paid`),
  StartResource: (resource) => post('resources', resource),
  StopResource: ({ resourceId }) => post(`resources/${resourceId}/stop`),
  ChoosePlan: ({ plan, paidUntil }) => ({
    method: 'PUT',
    route: 'plan',
    body: { plan, ...(paidUntil && { paidUntil }) },
  }),
};

/** Prices are those of the catalogue. */
function costIn(cost: Data<'ChargeUsage'>['cost']): object {
  if (typeof cost === 'string') return { amount: cost };
  if ('quantity' in cost) return cost;
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens, units = {} } = cost;
  const counts = { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens, reasoningTokens };
  const quantities = Object.entries(units).map(([name, { quantity }]) => [name, quantity]);
  return { ...counts, ...(quantities.length > 0 && { units: Object.fromEntries(quantities) }) };
}

/** With whole routes. Withdrawals are asked for and approved under several keys. */
export function requestOf(accountId: string, { type, data, origin }: AccountCommand): Request {
  const asking = requests[type as AskedType] as Asking<AskedType>;
  const request = asking(data as never, accountId);
  const { route } = request;
  const role: Role = type.endsWith('Withdrawal') && origin.actor.key === 'bob' ? 'finance' : 'admin';
  return { role, ...request, route: route.startsWith('/') ? route : `/v1/accounts/${accountId}/${route}` };
}
