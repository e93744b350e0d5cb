import { ZERO } from '../../money.js';
import { giveBackHeld, hold, spendHeld, withAllowanceUsed } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import type { Account, Hold } from '../state.js';
import type { HoldEvent, HoldExpired, HoldPlaced, HoldReleased } from './events.js';
import { linesAfter } from './lines.js';

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
