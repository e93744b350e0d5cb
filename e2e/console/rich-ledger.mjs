/** Accounts with a life to look at, made on the test clock: promos and prepaid, holds, late usage, refunds, expiry, a plan, debt, grace. */
import { randomUUID } from 'node:crypto';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const MODELS = ['llama-70b', 'qwen-32b', 'deepseek-v3'];

/** @typedef {Record<string, string>} Answer */

class Ledger {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /**
   * The answer to a command; throws where it was refused.
   * @param {string} route
   * @param {object} [body]
   * @param {{ method?: string, role?: string, person?: string }} [by]
   * @returns {Promise<Answer>}
   */
  async send(route, body = {}, { method = 'POST', role = 'admin', person = 'support@northwind.example' } = {}) {
    const headers = {
      authorization: `Bearer dev-${role}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-actor': person,
    };
    const response = await fetch(`${this.url}/v1/${route}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route} was answered with ${response.status} ${text}`);
    return JSON.parse(text);
  }

  /** @param {number} seconds */
  wait = (seconds) => this.send('test-clock', { advanceSeconds: seconds }, { method: 'PUT' });

  async now() {
    const response = await fetch(`${this.url}/v1/test-clock`, { headers: { authorization: 'Bearer dev-admin' } });
    return Date.parse((await response.json()).now);
  }

  /** @param {number} seconds */
  later = async (seconds) => new Date((await this.now()) + seconds * 1_000).toISOString();
}

/**
 * Three weeks of a team, with something of everything.
 * @param {Ledger} ledger
 */
async function northwind(ledger) {
  /** @type {(route: string, body?: object, by?: object) => Promise<Answer>} */
  const send = (route, body, by) => ledger.send(`accounts/northwind/${route}`, body, by);
  /** @param {string} amount @param {object} [more] */
  const charge = (amount, more = {}) => send('charges', { amount, product: 'inference', ...more });
  await ledger.send('accounts', {
    accountId: 'northwind',
    name: 'Northwind Research',
    settings: { overdraftLimit: '20' },
  });
  await send('grants', {
    amount: '25',
    source: 'signup',
    expiresAt: await ledger.later(12 * DAY),
    reason: 'Welcome credits',
  });
  await ledger.wait(2 * HOUR);
  for (const [nth, amount] of ['0.84', '1.375', '2.5', '0.0125'].entries()) {
    await charge(amount, { model: MODELS[nth % 3], description: 'Chat completions' });
    await ledger.wait(5 * HOUR);
  }
  const bonus = { amount: '10' };
  await send('purchases', {
    amount: '100',
    paymentMethod: 'card',
    status: 'completed',
    bonus,
    invoiceUrl: 'https://invoices.example/in-1042',
  });
  await send('grants', {
    amount: '15',
    source: 'incentive',
    scope: { gpus: ['h100'] },
    expiresAt: await ledger.later(60 * DAY),
  });
  await ledger.wait(DAY);
  const hold = await send('holds', { amount: '30', product: 'cluster', gpu: 'h100', expiresInSeconds: 2 * DAY });
  await ledger.wait(6 * HOUR);
  await send(`holds/${hold['holdId']}/capture`, { amount: '12.5' });
  await send('resources', {
    resourceId: 'gpu-1',
    name: 'Fine-tuning',
    kind: 'instance',
    product: 'vm',
    gpu: 'h100',
    ratePerHour: '0.15',
  });
  await ledger.wait(2 * DAY);
  const middle = await ledger.later(0);
  for (let day = 0; day < 8; day++) {
    const used = await charge(`${((day * 7 + 3) % 5) + 1}.25`, { model: MODELS[day % 3] });
    if (day === 3)
      await send(`charges/${used['transactionId']}/refunds`, { reason: 'Answers were cut off', amount: '1.5' });
    if (day === 5) await charge('2.75', { model: 'llama-70b', occurredAt: await ledger.later(-30 * HOUR) });
    await ledger.wait(DAY);
  }
  await send('withdrawals', { amount: '5', destination: 'bank account ending 42' });
  await send('holds', { amount: '8', product: 'cluster', gpu: 'h100', expiresInSeconds: 3 * DAY });
  for (const amount of ['3.2', '0.75', '1.125']) await charge(amount, { model: 'qwen-32b' });
  return middle;
}

/**
 * Usage beyond what was bought: in debt, and in a grace window that is counted down. Only whoever has paid once may owe.
 * @param {Ledger} ledger
 */
async function latePayers(ledger) {
  const settings = { overdraftLimit: '50', graceWindowSeconds: 2 * DAY };
  await ledger.send('accounts', { accountId: 'late-payers', name: 'Late Payers Ltd', settings });
  await ledger.send('accounts/late-payers/purchases', { amount: '10', paymentMethod: 'usdc', status: 'completed' });
  const resource = { resourceId: 'vm-7', kind: 'instance', product: 'vm', ratePerHour: '0.8' };
  await ledger.send('accounts/late-payers/resources', resource);
  for (let hours = 0; hours < 16; hours += 2) await ledger.wait(2 * HOUR);
}

/**
 * What waits for somebody: requests for credits, money on its way out.
 * @param {Ledger} ledger
 */
async function waiting(ledger) {
  for (const [accountId, name, amount] of [
    ['blue-harbor', 'Blue Harbor Labs', '250'],
    ['fjord-ai', 'Fjord AI', '1200'],
    ['tiny-startup', 'Tiny Startup', '40'],
  ]) {
    await ledger.send('accounts', { accountId, name });
    await ledger.send(`accounts/${accountId}/purchases`, { amount, paymentMethod: 'request' });
  }
  await ledger.send('accounts/fjord-ai/purchases', { amount: '90', paymentMethod: 'usdc', status: 'completed' });
  await ledger.send('accounts/fjord-ai/withdrawals', { amount: '35', destination: 'wallet 0x…9f' });
  await ledger.send('promo-codes/WELCOME10', { amount: '10', maxRedemptions: 500 }, { method: 'PUT' });
  await ledger.send('accounts/tiny-startup/promo-codes/WELCOME10/redeem');
  const plan = { name: 'Team', monthlyCredits: '60', pricePerMonth: '49', refreshHours: 24, scope: null };
  await ledger.send('plans/team', plan, { method: 'PUT' });
  await ledger.send('accounts/blue-harbor/plan', { plan: 'team' }, { method: 'PUT' });
  await ledger.send('accounts/blue-harbor/charges', { amount: '0.8', product: 'inference', model: 'llama-70b' });
  for (const [nth, model] of MODELS.entries()) {
    const prices = { input_token_price: `0.000000${nth + 4}`, output_token_price: `0.00000${nth + 1}` };
    await ledger.send(`models/${model}`, prices, { method: 'PUT' });
  }
  await ledger.send('webhooks/ops', { url: 'http://127.0.0.1:9/hooks' }, { method: 'PUT' });
}

/**
 * `middle` is an instant in the middle of the life of the account `northwind`.
 * @param {string} url
 */
export async function richLedger(url) {
  const ledger = new Ledger(url);
  const middle = await northwind(ledger);
  await waiting(ledger);
  await latePayers(ledger);
  return { middle };
}
