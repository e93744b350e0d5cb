/** Credits are set aside for usage to come: then captured, released, or free again when the hold expires. */
import type { Event, Instant } from '../../messages.js';
import { type Amount, ZERO } from '../../money.js';
import { giveBackHeld, hold, spendHeld, withAllowanceUsed } from '../bucket-changes.js';
import type { AllocationLine, Dimensions } from '../credits.js';
import { type EventTable, nothing } from '../event-record.js';
import type { Account } from '../state.js';
import { linesAfter } from './lines.js';

/** What credits are set aside for. */
export type HeldFor = Dimensions & {
  readonly resourceId?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** `amount` = sum of `allocation`: what is held of each bucket, in the order of consumption. */
type HeldCredits = {
  readonly holdId: string;
  readonly amount: Amount;
  readonly allocation: readonly AllocationLine[];
};

export type HoldPlaced = Event<'HoldPlaced', HeldCredits & HeldFor & { readonly expiresAt: Instant }>;

/** Usage that is paid out of a hold: a charge like others from then on. */
export type HoldCaptured = Event<'HoldCaptured', HeldCredits & HeldFor & { readonly transactionId: string }>;

/** All that is still held returns to its buckets. */
type HoldEnded = HeldCredits & Pick<HeldFor, 'product' | 'resourceId'>;

/** `captured`: it is what the last capture left; `requested`: the hold was given up. */
export type HoldReleased = Event<'HoldReleased', HoldEnded & { readonly cause: 'captured' | 'requested' }>;

export type HoldExpired = Event<'HoldExpired', HoldEnded>;

export type HoldEvent = HoldPlaced | HoldCaptured | HoldReleased | HoldExpired;

/** Credits that are set aside for usage to come. */
export type Hold = HeldFor & {
  readonly holdId: string;
  /** The entry that placed it. */
  readonly revision: number;
  readonly expiresAt: Instant;
  /** What is still held of each bucket, in the order of consumption; never nothing. */
  readonly held: readonly AllocationLine[];
};

export const holdEvents = {
  // No grace starts after it: what runs has a deadline of its own.
  HoldPlaced: {
    fold: placed,
    makes: ({ holdId }) => [holdId],
    rowsIn: ['movements', 'transactions', 'holds'],
    takesCredits: false,
  },
  HoldCaptured: {
    fold(account, { data: { holdId, allocation }, recordedAt }) {
      const after = (lines: Hold['held']) => linesAfter(lines, allocation);
      return { ...spendHeld(account, allocation, recordedAt), holds: changed(account, holdId, after) };
    },
    makes: ({ transactionId }) => [transactionId],
    rowsIn: ['movements', 'transactions', 'holds', 'allowances', 'burnRate', 'usage', 'outcomes'],
    takesCredits: true,
    charges: ({ revision, effectiveAt, data }) => [{ ...data, revision, effectiveAt, overdraft: ZERO }],
  },
  HoldReleased: {
    fold: ended,
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'holds', 'outcomes'],
    takesCredits: false,
  },
  HoldExpired: {
    fold: ended,
    makes: nothing,
    rowsIn: ['movements', 'transactions', 'holds', 'outcomes'],
    takesCredits: false,
    beginsDueFact: true,
  },
} satisfies EventTable<HoldEvent>;

function placed(account: Account, { data, revision }: HoldPlaced): Account {
  const { amount: _, allocation, ...terms } = data;
  const added: Hold = { ...terms, revision, held: allocation };
  return { ...withAllowanceUsed(hold(account, allocation), allocation), holds: [...account.holds, added] };
}

function ended(account: Account, { data: { holdId, allocation }, effectiveAt }: HoldReleased | HoldExpired): Account {
  return { ...giveBackHeld(account, allocation, effectiveAt), holds: changed(account, holdId, () => []) };
}

/** A hold of which nothing is held any more is none. */
function changed({ holds }: Account, holdId: string, to: (lines: Hold['held']) => Hold['held']): readonly Hold[] {
  return holds
    .map((each) => (each.holdId === holdId ? { ...each, held: to(each.held) } : each))
    .filter(({ held }) => held.length > 0);
}
