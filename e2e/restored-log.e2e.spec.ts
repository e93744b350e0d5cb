/** Rule 10: every number is what the log says, of a log that was restored from a backup while Redis kept its data too. */
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fund, openAccount, provenBalance } from './account.js';
import { accepted } from './client.js';
import { startStack } from './stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;

const ACCOUNT = 'restored';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
}, 120_000);
afterAll(() => stack?.stop());

const url = () => stack.urls[0] ?? '';
const charge = (key: string, amount: string) =>
  accepted(url(), `/v1/accounts/${ACCOUNT}/charges`, { amount, product: 'inference' }, key);

/** Ends all that knows the log, has `work` done on the stopped store's files, and starts it all again. */
async function whileStopped(work: () => void): Promise<void> {
  const users = [...stack.apis, ...stack.projectors, ...stack.managers];
  await Promise.all(users.map((role) => role.end()));
  await stack.eventStore.end();
  work();
  stack.eventStore.start();
  for (const role of users) role.start();
  await stack.ready();
}

it(
  'shows nothing of what came after the backup, and takes what comes instead',
  () => stack.explained(restoring()),
  120_000,
);

async function restoring(): Promise<void> {
  const live = path.join(stack.dataDir, 'eventstore');
  const backup = path.join(stack.dataDir, 'backup');
  await openAccount(url(), ACCOUNT);
  await fund(url(), ACCOUNT, '20');
  await whileStopped(() => cpSync(live, backup, { recursive: true }));
  for (const [key, amount] of [
    ['second', '2'],
    ['third', '3'],
  ] as const)
    await charge(key, amount);
  expect(await provenBalance(url(), ACCOUNT, 1)).toMatchObject({ total: '15.00' });

  await whileStopped(() => {
    rmSync(live, { recursive: true });
    cpSync(backup, live, { recursive: true });
  });
  expect(await provenBalance(url(), ACCOUNT, 1)).toMatchObject({ total: '20.00' });
  for (const [key, amount] of [
    ['third', '3'],
    ['fourth', '4'],
    ['fifth', '5'],
  ] as const)
    await charge(key, amount);
  expect(await provenBalance(url(), ACCOUNT, 1)).toMatchObject({ total: '8.00' });
}
