/** What a statement says of an entry: what the owner's history says of it, or what it settled. */
import type { Entry } from '#domain/account/entries.js';
import { type Change, type Draft, changesOf } from '#projections/transactions/changes.js';
import type { TransactionType } from '#projections/transactions/transaction.js';

export type StatementWords = {
  readonly type: TransactionType;
  readonly description: string;
  readonly service: string | null;
};

export function wordsFor(entry: Entry): StatementWords {
  const draft = changesOf(entry)
    .map(draftIn)
    .find((each) => each !== null);
  const [type, description] = SETTLED[entry.type] ?? ['adjustment', spaced(entry.type)];
  return {
    type: draft?.type ?? type,
    description: draft?.description ?? description,
    service: draft?.service ?? (entry.type === 'PendingPaymentSettled' ? entry.data.product : null),
  };
}

const draftIn = (change: Change): Draft | null =>
  'draft' in change && 'type' in change.draft ? (change.draft as Draft) : null;

/** Entries that settle what another one opened, or move credits that the history does not show. */
const SETTLED: { readonly [T in Entry['type']]?: readonly [TransactionType, string] } = {
  BucketActivated: ['promo', 'Promotional credits became effective'],
  PurchaseApproved: ['deposit', 'Requested credits approved'],
  PurchaseCompleted: ['deposit', 'Credits purchased'],
  PendingPaymentSettled: ['usage', 'Usage that had waited for credits'],
  OverdraftRepaid: ['adjustment', 'Overdraft repaid'],
  WithdrawalPaid: ['withdrawal', 'Withdrawal paid out'],
  AccountClosed: ['expiry', 'Grants that were not effective yet lapsed when the account was closed'],
};

const spaced = (type: string): string => type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
