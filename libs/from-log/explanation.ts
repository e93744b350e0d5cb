/** Why each bucket paid for a charge, or did not: decided again on the account as it was then (rule 9.4). */
import type { Entry } from '#domain/account/entries.js';
import { chargesIn } from '#domain/account/event-table.js';
import type { Charge } from '#domain/account/events.js';
import { explainCapture } from '#domain/account/holds/explain-capture.js';
import { revisionOf } from '#domain/account/ids.js';
import type { EntryOf } from '#domain/account/meanings.js';
import type { Account } from '#domain/account/state.js';
import { type BucketExplanation, explain } from '#domain/account/usage/explain.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { AccountLog } from './account-log.js';

/** Every open bucket in order of consumption. `overdraft` is what none of them paid. */
export type Explanation = {
  readonly transactionId: string;
  readonly revision: number;
  readonly decidedAt: Instant;
  readonly effectiveAt: Instant;
  readonly usage: {
    readonly product: string;
    readonly model: string | null;
    readonly gpu: string | null;
    readonly amount: Amount;
  };
  readonly buckets: readonly BucketExplanation[];
  readonly overdraft: Amount;
};

/** Throws `account-not-found`, and `not-found` where the transaction is none of the account's charges. */
export async function explanationOf(
  log: AccountLog,
  accountId: string,
  transactionId: string,
  minRevision?: number,
): Promise<Explanation> {
  const known = log.known(accountId);
  if (known) log.readAhead(accountId, revisionOf(transactionId, 'tx', known.tag));
  const { account } = await log.current(accountId, minRevision);
  const revision = revisionOf(transactionId, 'tx', account.tag);
  const entry = revision === null ? null : await log.entry(accountId, revision);
  const paid = entry?.type === 'PaymentPended' ? await settlementOf(log, entry, account) : entry;
  const charge = paid && chargesIn(paid).find((each) => each.transactionId === transactionId);
  if (!charge) {
    throw new DomainError('not-found', `This account has no charge ${transactionId}; only charges are explained.`);
  }
  const before = await log.stateAt(accountId, paid.revision - 1);
  const { overdraft, effectiveAt, holdId } = charge;
  const buckets = holdId === undefined ? explain(before, charge, paid.recordedAt) : explainCapture(before, charge);
  const decided = { revision: paid.revision, decidedAt: paid.recordedAt, effectiveAt };
  return { transactionId, ...decided, usage: usageOf(charge), buckets, overdraft };
}

/**
 * The entry that settled a payment which was pending; null where it waits or has failed. The account lists what waits, so
 * where that ended is found by halves, however much was recorded since.
 */
async function settlementOf(
  log: AccountLog,
  { revision, data: { transactionId } }: EntryOf<'PaymentPended'>,
  latest: Account,
): Promise<Entry | null> {
  const waitsIn = ({ pendingPayments }: Account): boolean =>
    pendingPayments.some((payment) => payment.transactionId === transactionId);
  if (waitsIn(latest)) return null;
  let [waiting, ended] = [revision, latest.revision];
  while (waiting + 1 < ended) {
    const middle = Math.floor((waiting + ended) / 2);
    if (waitsIn(await log.stateAt(latest.accountId, middle))) waiting = middle;
    else ended = middle;
  }
  const entry = await log.entry(latest.accountId, ended);
  return entry?.type === 'PendingPaymentSettled' ? entry : null;
}

const usageOf = ({ product, model, gpu, amount }: Charge): Explanation['usage'] => ({
  product,
  model: model ?? null,
  gpu: gpu ?? null,
  amount,
});
