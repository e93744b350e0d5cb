/** What an account can be asked, and how a command becomes events. */
import { DomainError } from '../errors.js';
import { type Aggregate, type Command, type Instant, type KnownEntries, SYSTEM, nothingKnown } from '../messages.js';
import { changeSettings } from './lifecycle/change-settings.js';
import { chargeUsage, checkUsage } from './usage/charge-usage.js';
import { closeAccount } from './lifecycle/close-account.js';
import { Draft, type Rule } from './draft.js';
import { DUE_FACTS_PER_SWEEP, isDueFact, recordDue } from './due.js';
import { entriesOf, marksOf, pack } from './entries.js';
import type { AccountEvent } from './events.js';
import { evolve, evolveAll } from './evolve.js';
import { checkGrant, grantPromo } from './promos/grant-promo.js';
import { openAccount } from './lifecycle/open-account.js';
import { checkPurchase, purchasePrepaid } from './purchases/purchase-prepaid.js';
import { refund } from './usage/refund.js';
import { startResource, stopResource } from './resources/resources.js';
import { approvePurchase, completePurchase, failPurchase, rejectPurchase } from './purchases/settle-purchase.js';
import { makeDecision } from './solvency/solvency.js';
import { type Account, unopened } from './state.js';
import { voidPromo } from './promos/void-promo.js';
import {
  approveWithdrawal,
  checkWithdrawal,
  payWithdrawal,
  rejectWithdrawal,
  requestWithdrawal,
} from './withdrawals/withdrawals.js';

/** Asks for nothing but what fell due by itself, the first of it: whoever asks goes on until nothing is due. */
type RecordDue = Command<'RecordDue', Record<string, never>>;
const sweep: Rule<RecordDue> = (draft, { now }) => recordDue(draft, now, { atMost: DUE_FACTS_PER_SWEEP });

const rules = {
  OpenAccount: openAccount,
  ChangeSettings: changeSettings,
  CloseAccount: closeAccount,
  GrantPromo: grantPromo,
  VoidPromo: voidPromo,
  PurchasePrepaid: purchasePrepaid,
  CompletePurchase: completePurchase,
  FailPurchase: failPurchase,
  ApprovePurchase: approvePurchase,
  RejectPurchase: rejectPurchase,
  ChargeUsage: chargeUsage,
  Refund: refund,
  RequestWithdrawal: requestWithdrawal,
  ApproveWithdrawal: approveWithdrawal,
  RejectWithdrawal: rejectWithdrawal,
  PayWithdrawal: payWithdrawal,
  StartResource: startResource,
  StopResource: stopResource,
  RecordDue: sweep,
};

export type AccountCommand = { [T in keyof typeof rules]: Parameters<(typeof rules)[T]>[1] }[keyof typeof rules];

/**
 * What is invalid on any account is said first, also where there is no account or where it is closed (rule 11.3: 400 before
 * 404). The rules check it for the accounts that are there.
 */
const inputChecks = {
  GrantPromo: checkGrant,
  PurchasePrepaid: checkPurchase,
  ChargeUsage: checkUsage,
  RequestWithdrawal: checkWithdrawal,
} satisfies { readonly [T in AccountCommand['type']]?: InputCheck<Extract<AccountCommand, { type: T }>['data']> };
type InputCheck<Data = AccountCommand['data']> = (data: Data, now: Instant) => void;

/** They are decided before a termination that is due and unrecorded (rule 2.33). */
function bringsCreditsIn(command: AccountCommand): boolean {
  switch (command.type) {
    case 'GrantPromo':
    case 'CompletePurchase':
    case 'Refund':
    case 'RejectWithdrawal':
      return true;
    case 'PurchasePrepaid':
      return command.data.status === 'completed';
    case 'ApprovePurchase':
      return command.data.paid;
    default:
      return false;
  }
}

/**
 * The events of a command, due facts included, numbered from the account's revision on. Throws a `DomainError` where a
 * rule refuses, and then nothing at all is to be written; throws `EntriesNeeded` where old entries have to be read first.
 */
export function decide(
  command: AccountCommand,
  account: Account,
  entries: KnownEntries<AccountEvent> = nothingKnown,
): readonly AccountEvent[] {
  const now = command.now > account.recordedAt ? command.now : account.recordedAt;
  requireOpen(command, account, now);
  const draft = new Draft(account, now, command.origin, entries);
  const apply = () => (rules[command.type] as Rule<AccountCommand>)(draft, { ...command, now });
  if (command.type === 'RecordDue') apply();
  else if (bringsCreditsIn(command)) decideBeforeTermination(draft, apply);
  else {
    recordDue(draft, now);
    makeDecision(draft, apply);
  }
  return draft.events;
}

/**
 * The command comes right before a termination that is due, as of its instant. If grace is not over then, what is due
 * follows; where that is more than goes into an append with the command, the rest stays due. So does all that comes after
 * a repayment that goes on: that has appends of its own.
 */
function decideBeforeTermination(draft: Draft, apply: () => void): void {
  const now = draft.recordedAt;
  recordDue(draft, now, { stopAt: (fact) => fact.kind === 'grace' });
  const { graceDeadline } = draft.account;
  if (graceDeadline === undefined || graceDeadline > now) return makeDecision(draft, apply);
  draft.at = graceDeadline;
  makeDecision(draft, apply);
  draft.at = now;
  const origin = { ...draft.origin, actor: SYSTEM.actor };
  recordDue(draft, now, { origin, atMost: DUE_FACTS_PER_SWEEP, stopAt: (fact) => fact.kind === 'repayment' });
}

/** What fell due by an instant, recorded or not: the account after it, and the entries that are missing. Writes nothing. */
export function withDue(account: Account, at: Instant): Pick<Draft, 'account' | 'events'> {
  const draft = new Draft(account, at > account.recordedAt ? at : account.recordedAt, SYSTEM, nothingKnown);
  recordDue(draft, draft.recordedAt);
  return draft;
}

function requireOpen(command: AccountCommand, { status, accountId }: Account, now: Instant): void {
  if (command.type === 'OpenAccount' || (status !== 'unopened' && status !== 'closed')) return;
  (inputChecks as Partial<Record<AccountCommand['type'], InputCheck>>)[command.type]?.(command.data, now);
  if (status === 'unopened') throw new DomainError('account-not-found', 'There is no such account.');
  if (command.type !== 'RecordDue') throw new DomainError('account-closed', `Account ${accountId} is closed.`);
}

export const accountAggregate: Aggregate<Account, AccountCommand, AccountEvent> = {
  category: 'account',
  initialState: unopened,
  revisionOf: (account) => account.revision,
  decide,
  evolve,
  evolveAll,
  isDueFact,
  entriesOf,
  marksOf,
  pack,
};
