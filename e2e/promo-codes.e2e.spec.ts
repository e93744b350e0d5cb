/** Rules 4.6, 4.7: a code is redeemed as often as it may be, and once an account, whatever is killed between code and account. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logOf, openAccount } from './account.js';
import { ask, decided, read } from './client.js';
import { eventually, startStack } from './stack.mjs';

const ACCOUNTS = 60;
const LIMIT = 40;
/** The redemptions amid which each of the two API processes is killed. */
const KILLED_AT = [10, 35];

const CLIENTS = 6;

/** By so many clients at once. */
async function inTurns<T, R>(items: readonly T[], ask: (item: T, nth: number) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  let next = 0;
  const client = async () => {
    for (let nth = next++; nth < items.length; nth = next++) answers[nth] = await ask(items[nth] as T, nth);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return answers;
}

type Stack = Awaited<ReturnType<typeof startStack>>;

describe('redeeming promo codes while processes are killed', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ apis: 2, managers: 2 });
  }, 120_000);
  afterAll(() => stack?.stop());

  const urlOf = (nth: number): string => stack.urls[nth % stack.urls.length] ?? '';
  const grantsOf = async (accountId: string): Promise<number> =>
    (await logOf(urlOf(0), accountId)).filter(({ type }) => type === 'PromoGranted').length;
  const redeemedOf = async (code: string): Promise<number> =>
    Number((await read(urlOf(1), `/v1/promo-codes/${code}`))['redeemed']);
  const define = (code: string, terms: object) =>
    decided(urlOf, `/v1/promo-codes/${code}`, terms, `define-${code}`, { method: 'PUT' });

  it('two API processes and a killed one redeem it exactly as often as it may be', async () => {
    const accountIds = Array.from({ length: ACCOUNTS }, (_, n) => `racer-${n}`);
    await Promise.all(accountIds.map((accountId) => openAccount(urlOf(0), accountId)));
    expect((await define('RACE', { amount: '5', maxRedemptions: LIMIT })).status).toBe(200);
    const redeem = async (accountId: string, n: number) => {
      if (KILLED_AT.includes(n)) void stack.apis[KILLED_AT.indexOf(n)]?.restart();
      const route = `/v1/accounts/${accountId}/promo-codes/race/redeem`;
      return decided((attempt) => urlOf(n + attempt), route, {}, `redeem-${accountId}`);
    };
    const replies = await stack.explained(inTurns(accountIds, redeem));
    await stack.ready();
    const won = accountIds.filter((_, n) => replies[n]?.status === 201);
    const codes = new Set(replies.filter(({ status }) => status !== 201).map(({ body }) => body['code']));
    expect([won.length, codes]).toEqual([LIMIT, new Set(['promo-code-limit-reached'])]);
    const granted = await Promise.all(accountIds.map(grantsOf));
    expect(granted).toEqual(accountIds.map((accountId) => (won.includes(accountId) ? 1 : 0)));
    expect(await redeemedOf('race')).toBe(LIMIT);
  }, 180_000);

  it('what is redeemed while everything that could grant it dies is granted once by whoever lives again', async () => {
    const accountIds = Array.from({ length: 20 }, (_, n) => `orphan-${n}`);
    await Promise.all(accountIds.map((accountId) => openAccount(urlOf(0), accountId)));
    await define('ORPHANS', { amount: '5' });
    const requests = accountIds.map((accountId, n) =>
      ask('POST', `${urlOf(n)}/v1/accounts/${accountId}/promo-codes/ORPHANS/redeem`, {}, `redeem-${accountId}`),
    );
    // As soon as something is reserved: no client asks again, so that only the manager is left to finish it.
    await eventually('a redemption is reserved', async () => (await redeemedOf('ORPHANS')) > 0, { everyMs: 1 });
    const killed = [...stack.apis, ...stack.managers];
    await Promise.all(killed.map((role) => role.kill()));
    await Promise.all(requests);
    for (const role of killed) role.start();
    await stack.ready();
    const isFinished = async () => {
      const granted = await Promise.all(accountIds.map(grantsOf));
      return granted.every((n) => n <= 1) && granted.reduce((sum, n) => sum + n, 0) === (await redeemedOf('ORPHANS'));
    };
    await stack.explained(eventually('every reserved redemption is granted', isFinished));
    expect(await redeemedOf('ORPHANS')).toBeGreaterThan(0);
  }, 180_000);
});
