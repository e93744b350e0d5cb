/** Rule 10.4: two instances, one account, any number of clients: no credit is spent twice. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargeKeys, fund, logOf, openAccount, provenBalance, sorted } from './account.js';
import { decided } from './client.js';
import { startStack } from './stack.mjs';

const CLIENTS = 64;
const CHARGES = Number(process.env['E2E_CHARGES'] ?? 400);
/** Every digit that an amount may have, and funds for exactly so many charges. */
const PRICE = '0.070000000000000001';
const fundsFor = (charges: number): string => {
  const units = String(BigInt(charges) * 70_000_000_000_000_001n).padStart(19, '0');
  return `${units.slice(0, -18)}.${units.slice(-18)}`.replace(/0+$/, '').replace(/\.$/, '');
};

describe('two API processes and 64 clients on one account', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  beforeAll(async () => {
    stack = await startStack({ apis: 2 });
  }, 120_000);
  afterAll(() => stack?.stop());

  /** A failure says what the processes printed. */
  const told = (test: () => Promise<void>) => () => stack.explained(test());
  const urlOf = (nth: number): string => stack.urls[nth % stack.urls.length] ?? '';
  const charge = (accountId: string, key: string, process: number) =>
    decided(
      (attempt) => urlOf(process + attempt),
      `/v1/accounts/${accountId}/charges`,
      { amount: PRICE, product: 'inference' },
      key,
    );

  it(
    'accept charges for what the account holds, to the last digit, and refuse the rest',
    told(async () => {
      await openAccount(urlOf(0), 'shared', { overdraftLimit: '0' });
      await fund(urlOf(0), 'shared', fundsFor(CHARGES));
      const accepted: string[] = [];
      const refused: unknown[] = [];
      let lastRevision = 0;
      const client = async (_: unknown, id: number) => {
        for (let nth = 0; refused.length < CLIENTS; nth++) {
          const key = `client-${id}-${nth}`;
          const reply = await charge('shared', key, id + nth);
          if (reply.status !== 201) {
            refused.push([reply.status, reply.body['code']]);
            return;
          }
          accepted.push(key);
          lastRevision = Math.max(lastRevision, Number(reply.body['revision']));
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));

      expect(accepted).toHaveLength(CHARGES);
      expect(refused).toEqual(Array.from({ length: CLIENTS }, () => [402, 'insufficient-credits']));
      expect(chargeKeys(await logOf(urlOf(1), 'shared'))).toEqual(sorted(accepted));
      const balance = await provenBalance(urlOf(1), 'shared', lastRevision);
      expect([balance['total'], balance['available'], balance['overdraft']]).toEqual(['0.00', '0.00', '0.00']);
    }),
    120_000,
  );

  it(
    'carry out a key once, however often and wherever it is sent at the same time',
    told(async () => {
      await openAccount(urlOf(0), 'raced', { overdraftLimit: '0' });
      await fund(urlOf(0), 'raced', fundsFor(CHARGES));
      const keys = Array.from({ length: 32 }, (_, n) => `raced-${n}`);
      const raced = await Promise.all(
        keys.map((key) => Promise.all([0, 1, 0, 1].map((process) => charge('raced', key, process)))),
      );
      for (const replies of raced) {
        expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
        expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
        expect(replies.filter(({ isReplay }) => !isReplay).length).toBeLessThanOrEqual(1);
      }
      expect(chargeKeys(await logOf(urlOf(0), 'raced'))).toEqual(sorted(keys));
    }),
    120_000,
  );

  it(
    'open one recharge, however many charges find credits low at the same time',
    told(async () => {
      await openAccount(urlOf(0), 'recharged', { overdraftLimit: '0' });
      await fund(urlOf(0), 'recharged', fundsFor(CHARGES));
      const terms = { enabled: true, threshold: fundsFor(CHARGES / 2), amount: '20', paymentMethod: 'usdc' };
      const route = '/v1/accounts/recharged/auto-recharge';
      await decided(urlOf, route, terms, 'recharge', { method: 'PUT' });
      const keys = Array.from({ length: CHARGES }, (_, nth) => `recharged-${nth}`);
      const replies = await Promise.all(keys.map((key, nth) => charge('recharged', key, nth)));
      expect(replies.filter(({ status }) => status !== 201)).toEqual([]);
      const log = await logOf(urlOf(1), 'recharged');
      const recharges = log.filter(({ type, data }) => type === 'PurchaseOpened' && data['isAutoRecharge'] === true);
      expect(recharges).toHaveLength(1);
    }),
    120_000,
  );
});
