#!/usr/bin/env node
// Gives a product that runs on a test clock accounts with a life of two weeks: `TEST_CLOCK=true npm start`, then `npm run demo`.
import { richLedger } from '../e2e/console/rich-ledger.mjs';
import { Refusal, done, endWith, step } from './lib/say.mjs';

async function demo() {
  const url = process.argv[2] ?? 'http://127.0.0.1:3000';
  const headers = { authorization: 'Bearer dev-admin' };
  const clock = await fetch(`${url}/v1/test-clock`, { headers }).catch(() => undefined);
  if (!clock?.ok) {
    throw new Refusal(
      `There is no product with a test clock and the development keys at ${url}: TEST_CLOCK=true npm start`,
    );
  }
  step('giving accounts a life, on the test clock');
  await richLedger(url);
  done(`look at ${url}/console/accounts/northwind`);
}

await demo().catch(endWith);
