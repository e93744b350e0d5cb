/** Accounts as a customer's are: five buckets of different tiers, paid from in order. */

const AMOUNT = '100000';
const ACTOR = { key: 'bench' };
const DAY_MS = 86_400_000;

/** @param {number} days */
const inDays = (days) => new Date(Date.now() + days * DAY_MS).toISOString();

const SETTINGS = {
  overdraftLimit: '10.00',
  graceWindowSeconds: 300,
  onZero: 'grace',
  minimumPurchase: '10.00',
  refundedPromoExpiresInDays: 30,
  supportGrantLimit: '25.00',
  alertThresholds: [],
};

/**
 * @param {{ execute: (id: string, request: object) => Promise<unknown> }} writer
 * @param {string} id
 */
export async function openWithFiveBuckets(writer, id) {
  let nth = 0;
  const ask = (/** @type {string} */ type, /** @type {object} */ data) =>
    writer.execute(id, { type, data, origin: { key: `set-up-${nth++}`, requestHash: 'h', actor: ACTOR } });
  const tag = id.replaceAll('-', '').padStart(12, 'a').slice(-12);
  await ask('OpenAccount', { accountId: id, tag, settings: SETTINGS });
  const promo = { amount: `${AMOUNT}.00`, source: 'support' };
  await ask('GrantPromo', { ...promo, expiresAt: inDays(60), scope: { models: ['other'] } });
  await ask('GrantPromo', { ...promo, expiresAt: inDays(90) });
  await ask('GrantPromo', { ...promo, scope: { products: ['inference'] } });
  await ask('GrantPromo', promo);
  await ask('PurchasePrepaid', { amount: `${AMOUNT}.00`, paymentMethod: 'usdc', status: 'completed' });
}

/** @param {number} n */
export const chargeOf = (n) => ({
  type: 'ChargeUsage',
  data: {
    cost: '0.004217',
    product: 'inference',
    mode: 'authorize',
    model: 'llama-70b',
    description: '1200 in, 340 out',
  },
  origin: {
    key: `${String(n).padStart(8, '0')}-89ab-cdef-0123-456789abcdef`,
    requestHash: 'xIlKcU4d0Yv3oZp1b2n3m4K5l6J7h8G9f0D1s2A3q4w',
    actor: ACTOR,
  },
});
