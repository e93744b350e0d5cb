import { randomUUID } from 'node:crypto';
import { createClient } from '#client/client.js';

/** Charges a request to a model once, however often it is called with the same key. */
export async function chargeOnce(
  url: string,
  apiKey: string,
  accountId: string,
  key: string = randomUUID(),
): Promise<string> {
  const drawdown = createClient({ url, apiKey });
  const { data, error } = await drawdown.POST('/v1/accounts/{accountId}/charges', {
    params: { path: { accountId }, header: { 'Idempotency-Key': key } },
    body: { product: 'inference', amount: '0.25', description: 'Chat completion' },
  });
  if (data) return `${data.amount} charged, ${data.balance.available} left`;
  if (error.code === 'insufficient-credits') return `${error.shortfall} missing`;
  throw new Error(`${error.code}: ${error.detail}`);
}
