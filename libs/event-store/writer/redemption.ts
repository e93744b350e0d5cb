/**
 * Redeeming a promo code: two streams, one effect (rules 4.6, 4.7). The code's stream reserves a redemption for the account,
 * the account grants its credits. Between the two any process may die: whoever finishes it, the API that is asked again or
 * the process manager, does so with the same key on the account, so that the credits come in once.
 */
import { type RedeemPromoCode, redemptionObstacle } from '#domain/account/promos/redeem-promo-code.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { DomainError, invariant } from '#domain/errors.js';
import { type Origin, SYSTEM } from '#domain/messages.js';
import type { RedemptionReserved } from '#domain/promo-codes/events.js';
import { streamIdOf } from '#domain/promo-codes/promo-code.js';
import type { Execution } from '../history/execution.js';
import { internalKey } from '../history/keys.js';
import type { AccountWriter } from './account-writer.js';
import type { PromoCodeWriter } from './promo-code-writer.js';

export type Redeeming = {
  readonly accounts: Pick<AccountWriter, 'execute' | 'query'>;
  readonly promoCodes: Pick<PromoCodeWriter, 'execute' | 'query'>;
};

export type Redemption = Pick<Execution<Account, AccountEvent>, 'state' | 'entries' | 'isReplay'>;

/** Rejects with the refusal of code or account, and then nothing has come of it; or as writers do. */
export async function redeem(
  { accounts, promoCodes }: Redeeming,
  { accountId, code, origin }: { accountId: string; code: string; origin: Origin & { readonly key: string } },
): Promise<Redemption> {
  const id = streamIdOf(code);
  const scope = await promoCodes.query(id, ({ terms }) => terms.scope);
  const obstacle = await accounts.query(accountId, (account, now) => redemptionObstacle(account, scope, now));
  const { key } = origin;
  const { entries, isReplay } = await promoCodes.execute(id, {
    type: 'ReserveRedemption',
    data: { accountId, key, obstacle },
    // Accounts share the code's stream; each is a scope of its own for keys (rule 10.1).
    origin: { ...origin, key: internalKey(`redeem:${encodeURIComponent(accountId)}:${key}`) },
  });
  const [reserved] = entries;
  invariant(reserved?.type === 'RedemptionReserved', 'ReserveRedemption leaves its entry');
  const granted = await finishRedemption({ accounts, promoCodes }, reserved);
  // The process manager may have been faster: that does not make an answer of it that was given before.
  return { ...granted, isReplay: granted.isReplay && isReplay };
}

/**
 * The account grants what was reserved for it, if it has not. Where it refuses, which it does for good (it is closed, or the
 * key stands for something else), the redemption is given back.
 */
export async function finishRedemption(
  { accounts, promoCodes }: Redeeming,
  { data, revision, recordedAt, origin }: RedemptionReserved,
): Promise<Execution<Account, AccountEvent>> {
  const { code, accountId, key, amount, scope, creditExpiresAt: expiresAt } = data;
  const terms: RedeemPromoCode['data'] = {
    code,
    amount,
    ...(scope !== undefined && { scope }),
    ...(expiresAt !== undefined && { expiresAt }),
    redeemedAt: recordedAt,
  };
  try {
    return await accounts.execute(accountId, { type: 'RedeemPromoCode', data: terms, origin: { ...origin, key } });
  } catch (problem) {
    if (problem instanceof DomainError) {
      const back = { accountId, reservation: revision, reason: problem.code };
      await promoCodes.execute(streamIdOf(code), { type: 'GiveBackRedemption', data: back, origin: SYSTEM });
    }
    throw problem;
  }
}
