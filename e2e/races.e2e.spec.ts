/** Rule 10.4 for all that is settled once: of two API processes that are asked at the same time, one answer wins. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decimal, units } from '../apps/cli/src/replay-usage/exact.js';
import { type LogItem, logOf, openAccount, provenBalance, sorted } from './account.js';
import { type Reply, accepted, decided } from './client.js';
import { startStack } from './stack.mjs';

const RIVALS = 12;
const ROUNDS = 20;

type Stack = Awaited<ReturnType<typeof startStack>>;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, nth) => nth);
const outcomes = (replies: readonly Reply[]): readonly string[] =>
  sorted(replies.map(({ status, body }) => `${status} ${String(status < 300 ? 'accepted' : body['code'])}`));
/** One is accepted, all others are refused with the code. */
const oneOf = (rivals: number, status: number, refusal: string): readonly string[] =>
  sorted([`${status} accepted`, ...numbers(rivals - 1).map(() => refusal)]);

describe('two API processes that are asked at the same time', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ apis: 2 });
  }, 120_000);
  afterAll(() => stack?.stop());

  const told = (test: () => Promise<void>) => () => stack.explained(test());
  const urlOf = (nth: number): string => stack.urls[nth % stack.urls.length] ?? '';
  /** Rivals are dealt out to the processes. */
  const ask = (nth: number, accountId: string, route: string, body: object, key: string) =>
    decided((attempt) => urlOf(nth + attempt), `/v1/accounts/${accountId}/${route}`, body, key);

  async function funded(accountId: string, amount: string): Promise<void> {
    await openAccount(urlOf(0), accountId, { overdraftLimit: '0' });
    const purchase = { amount, paymentMethod: 'usdc', status: 'completed' };
    await accepted(urlOf(0), `/v1/accounts/${accountId}/purchases`, purchase, 'buy');
  }

  async function held(accountId: string, amount: string, key: string): Promise<string> {
    const hold = await accepted(urlOf(0), `/v1/accounts/${accountId}/holds`, { amount, product: 'vm' }, key);
    return String(hold['holdId']);
  }

  /** The balance in Redis and in the log, as it must be after all that was decided. */
  async function leaves(accountId: string, balance: object): Promise<readonly LogItem[]> {
    const log = await logOf(urlOf(1), accountId);
    expect(await provenBalance(urlOf(1), accountId, log.at(-1)?.revision ?? 0)).toMatchObject(balance);
    return log;
  }

  it(
    'capture a hold once',
    told(async () => {
      await funded('captured', '1000');
      for (const round of numbers(ROUNDS)) {
        const holdId = await held('captured', '10', `hold-${round}`);
        const replies = numbers(RIVALS).map((nth) =>
          ask(nth, 'captured', `holds/${holdId}/capture`, { amount: '7' }, `capture-${round}-${nth}`),
        );
        expect(outcomes(await Promise.all(replies))).toEqual(oneOf(RIVALS, 201, '409 already-settled'));
      }
      await leaves('captured', { total: decimal(units('1000') - BigInt(ROUNDS) * units('7')), held: '0.00' });
    }),
  );

  it(
    'capture parts of a hold up to what is held',
    told(async () => {
      await funded('parts', '100');
      const holdId = await held('parts', '10', 'hold');
      const replies = await Promise.all(
        numbers(40).map((nth) =>
          ask(nth, 'parts', `holds/${holdId}/capture`, { amount: '0.4', final: false }, `capture-${nth}`),
        ),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(25);
      await leaves('parts', { total: '90.00', held: '0.00', available: '90.00' });
    }),
  );

  it(
    'capture a hold or release it, never both',
    told(async () => {
      await funded('released', '1000');
      let captured = 0n;
      for (const round of numbers(ROUNDS)) {
        const holdId = await held('released', '10', `hold-${round}`);
        const replies = await Promise.all(
          numbers(RIVALS).map((nth) => {
            const does = (nth + (round % 2)) % 4 < 2 ? 'capture' : 'release';
            return ask(nth, 'released', `holds/${holdId}/${does}`, {}, `${does}-${round}-${nth}`);
          }),
        );
        expect(replies.filter(({ status }) => status < 300)).toHaveLength(1);
        if (replies.some(({ status }) => status === 201)) captured++;
      }
      await leaves('released', { total: decimal(units('1000') - captured * units('10')), held: '0.00' });
    }),
  );

  it(
    'set credits aside or spend them, each once',
    told(async () => {
      await funded('shared', '10');
      const replies = await Promise.all(
        numbers(60).map((nth) => {
          const body = { amount: '0.25', product: 'vm' };
          return ask(nth, 'shared', nth % 4 < 2 ? 'holds' : 'charges', body, `rival-${nth}`);
        }),
      );
      const won = replies.filter(({ status }) => status === 201);
      expect(won).toHaveLength(40);
      const holds = won.filter(({ body }) => 'holdId' in body).length;
      const [total, heldAmount] = [40 - won.length + holds, holds].map((each) => decimal(BigInt(each) * units('0.25')));
      await leaves('shared', { available: '0.00', total, held: heldAmount, overdraft: '0.00' });
    }),
  );

  it(
    'redeem a promo code once an account, and as often as it may be',
    told(async () => {
      const accountIds = numbers(10).map((nth) => `redeemer-${nth}`);
      for (const accountId of accountIds) await openAccount(urlOf(0), accountId);
      const terms = { amount: '5', maxRedemptions: 6 };
      await decided(urlOf, '/v1/promo-codes/TWICE', terms, 'define', { method: 'PUT' });
      const replies = await Promise.all(
        accountIds.flatMap((accountId) =>
          numbers(4).map((nth) => ask(nth, accountId, 'promo-codes/twice/redeem', {}, `redeem-${accountId}-${nth}`)),
        ),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(6);
      const granted = await Promise.all(
        accountIds.map(async (accountId) =>
          (await logOf(urlOf(1), accountId)).filter(({ type }) => type === 'PromoGranted'),
        ),
      );
      expect(granted.map((each) => each.length).filter((grants) => grants > 0)).toEqual([1, 1, 1, 1, 1, 1]);
    }),
  );

  it(
    'settle pending payments once, oldest first, whoever brings the credits',
    told(async () => {
      await openAccount(urlOf(0), 'waiting', { overdraftLimit: '0' });
      const pend = { amount: '2.5', product: 'vm', onInsufficient: 'pend' };
      const purchase = { amount: '10', paymentMethod: 'usdc', status: 'completed' };
      const replies = await Promise.all(
        numbers(60).map((nth) =>
          nth % 5 === 4
            ? ask(nth, 'waiting', 'purchases', purchase, `buy-${nth}`)
            : ask(nth, 'waiting', 'charges', pend, `pend-${nth}`),
        ),
      );
      expect(replies.filter(({ status }) => status !== 201 && status !== 202)).toEqual([]);
      const log = await leaves('waiting', { total: '0.00', available: '0.00', overdraft: '0.00' });
      const idsOf = (wanted: string) =>
        log.filter(({ type }) => type === wanted).map(({ data }) => data['transactionId']);
      expect(idsOf('PendingPaymentSettled')).toEqual(idsOf('PaymentPended'));
      expect(idsOf('PaymentPended').length + idsOf('UsageCharged').length).toBe(48);
    }),
  );

  it(
    'complete or fail a recharge once, and have one in flight',
    told(async () => {
      await funded('recharged', '100');
      const terms = { enabled: true, threshold: '1000000', amount: '10', paymentMethod: 'usdc' };
      await decided(urlOf, '/v1/accounts/recharged/auto-recharge', terms, 'configure', { method: 'PUT' });
      for (const round of numbers(ROUNDS)) {
        const opened = (await logOf(urlOf(round), 'recharged')).filter(isRecharge);
        expect(opened).toHaveLength(round + 1);
        const purchaseId = String(opened.at(-1)?.data['purchaseId']);
        const settle = numbers(RIVALS).map((nth) =>
          ask(nth, 'recharged', `purchases/${purchaseId}/complete`, {}, `complete-${round}-${nth}`),
        );
        const charge = numbers(RIVALS).map((nth) =>
          ask(nth, 'recharged', 'charges', { amount: '0.5', product: 'vm' }, `charge-${round}-${nth}`),
        );
        expect(outcomes(await Promise.all(settle))).toEqual(oneOf(RIVALS, 200, '409 already-settled'));
        expect((await Promise.all(charge)).map(({ status }) => status)).toEqual(numbers(RIVALS).map(() => 201));
      }
      const inAndOut = units('10') - BigInt(RIVALS) * units('0.5');
      const log = await leaves('recharged', { total: decimal(units('100') + BigInt(ROUNDS) * inAndOut) });
      expect(log.filter(isRecharge)).toHaveLength(ROUNDS + 1);
    }),
  );
});

const isRecharge = ({ type, data }: LogItem): boolean => type === 'PurchaseOpened' && data['isAutoRecharge'] === true;
