/** The typed client against the running product: its README's example, and what it promises of ids and keys. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from '#client/client.js';
import { chargeOnce } from '#client/example.js';
import { fund, openAccount } from './account.js';
import { startStack } from './stack.mjs';

const folder = path.resolve(import.meta.dirname, '../libs/client');
let stack: Awaited<ReturnType<typeof startStack>>;
let url: string;

beforeAll(async () => {
  stack = await startStack();
  url = stack.urls[0] ?? '';
}, 120_000);
afterAll(() => stack?.stop());

it('does what its README shows', async () => {
  expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toContain(
    readFileSync(path.join(folder, 'example.ts'), 'utf8'),
  );
  await openAccount(url, 'team-1', { overdraftLimit: '0' });
  await fund(url, 'team-1', '0.30');
  expect(await chargeOnce(url, 'dev-service', 'team-1', 'chat-1')).toBe('0.25 charged, 0.05 left');
  expect(await chargeOnce(url, 'dev-service', 'team-1', 'chat-1')).toBe('0.25 charged, 0.05 left');
  expect(await chargeOnce(url, 'dev-service', 'team-1', 'chat-2')).toBe('0.20 missing');
  await expect(chargeOnce(url, 'dev-service', 'team-0', 'chat-3')).rejects.toThrow('account-not-found');
});

it('escapes what stands in a path', async () => {
  const client = createClient({ url, apiKey: 'dev-admin' });
  const { data } = await client.PUT('/v1/models/{id}', {
    params: { path: { id: 'vendor/model 1?' }, header: { 'Idempotency-Key': 'price-1' } },
    body: { input_token_price: '0.1', output_token_price: '0.2' },
  });
  expect(data).toMatchObject({ id: 'vendor/model 1?' });
});
