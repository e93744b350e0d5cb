/** A redemption is reserved for an account, or given back (rules 4.6, 4.7). */
import { DomainError } from '../errors.js';
import { type Command, EntriesNeeded, type Instant, type KnownEntries, nameOf, shifted } from '../messages.js';
import type { PromoCodeEvent, RedemptionGivenBack, RedemptionReserved } from './events.js';
import { type PromoCode, isDefined, redeemedBy } from './promo-code.js';

export type ReserveRedemption = Command<
  'ReserveRedemption',
  {
    readonly accountId: string;
    /** The client's, under which the account will grant the credits. */
    readonly key: string;
    /** Why the account takes no credits as it is: known before anything is reserved, so that nothing has to be given back. */
    readonly obstacle: DomainError | null;
  }
>;

export type GiveBackRedemption = Command<'GiveBackRedemption', RedemptionGivenBack['data']>;

const DAY_MS = 86_400_000;

/** The first refusal that applies, in the order of rule 4.6. */
export function reserve(
  { data: { accountId, key, obstacle }, now }: ReserveRedemption,
  promoCode: PromoCode,
  entries: KnownEntries<PromoCodeEvent>,
): RedemptionReserved['data'] {
  if (obstacle) throw obstacle;
  if (!isDefined(promoCode)) throw invalidCode();
  const { code, terms, redeemed } = promoCode;
  if (lastOf(accountId, entries)?.type === 'RedemptionReserved') {
    throw new DomainError('promo-code-already-redeemed', `This account has redeemed ${code} already.`);
  }
  if (hasEnded(promoCode, now)) throw new DomainError('promo-code-expired', `${code} can't be redeemed any more.`);
  if (redeemed >= (terms.maxRedemptions ?? Infinity)) {
    throw new DomainError('promo-code-limit-reached', `${code} has been redeemed as often as it can be.`);
  }
  const { amount, scope, creditExpiresAt, creditExpiresInDays: days } = terms;
  const end = days === undefined ? creditExpiresAt : shifted(now, days * DAY_MS);
  return {
    code,
    accountId,
    key,
    amount,
    ...(scope !== undefined && { scope }),
    ...(end !== undefined && { creditExpiresAt: end }),
  };
}

/** Null where it is given back already, or stands no more for the account. */
export function giveBack(
  { data }: GiveBackRedemption,
  entries: KnownEntries<PromoCodeEvent>,
): RedemptionGivenBack['data'] | null {
  const last = lastOf(data.accountId, entries);
  return last?.type === 'RedemptionReserved' && last.revision === data.reservation ? data : null;
}

export const invalidCode = (): DomainError => new DomainError('promo-code-invalid', 'There is no such promo code.');

/** One that is disabled counts as expired; so does one whose credits would have expired. */
const hasEnded = ({ terms: { disabled, expiresAt, creditExpiresAt } }: PromoCode, now: Instant): boolean =>
  disabled === true || [expiresAt, creditExpiresAt].some((at) => at !== undefined && at <= now);

/** The last redemption of the account, or that it was given back. Asks for it where it is not at hand. */
function lastOf(accountId: string, { found }: KnownEntries<PromoCodeEvent>): PromoCodeEvent | undefined {
  const search = { find: 'newest', mark: redeemedBy(accountId) } as const;
  const entries = found.get(nameOf(search));
  if (!entries) throw new EntriesNeeded([], [search]);
  return entries.at(-1);
}
