/** What an account can be asked, and how a command becomes events. */
import { DomainError } from '../errors.js';
import { type Aggregate, type Command, type Instant, type KnownEntries, SYSTEM } from '../messages.js';
import { changeSettings } from './change-settings.js';
import { chargeUsage, checkUsage } from './charge-usage.js';
import { closeAccount } from './close-account.js';
import { Draft, type Rule } from './draft.js';
import { nextDue, recordDue } from './due.js';
import { entriesOf, pack } from './entries.js';
import type { AccountEvent } from './events.js';
import { evolve } from './evolve.js';
import { checkGrant, grantPromo } from './grant-promo.js';
import { openAccount } from './open-account.js';
import { checkPurchase, purchasePrepaid } from './purchase-prepaid.js';
import { refund } from './refund.js';
import { startResource, stopResource } from './resources.js';
import { approvePurchase, completePurchase, failPurchase, rejectPurchase } from './settle-purchase.js';
import { type Account, unopened } from './state.js';
import { voidPromo } from './void-promo.js';
import {
  approveWithdrawal,
  checkWithdrawal,
  payWithdrawal,
  rejectWithdrawal,
  requestWithdrawal,
} from './withdrawals.js';

/** Asks for nothing but what fell due by itself. */
type RecordDue = Command<'RecordDue', Record<string, never>>;
const recordNothingElse: Rule<RecordDue> = () => {};

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
  RecordDue: recordNothingElse,
};

export type AccountCommand = { [T in keyof typeof rules]: Parameters<(typeof rules)[T]>[1] }[keyof typeof rules];

/**
 * What is invalid on any account is said first, also where there is no account or where it is closed (spec 11: 400 before
 * 404). The rules check it for the accounts that are there.
 */
const inputChecks = {
  GrantPromo: checkGrant,
  PurchasePrepaid: checkPurchase,
  ChargeUsage: checkUsage,
  RequestWithdrawal: checkWithdrawal,
} satisfies { readonly [T in AccountCommand['type']]?: InputCheck<Extract<AccountCommand, { type: T }>['data']> };
type InputCheck<Data = AccountCommand['data']> = (data: Data, now: Instant) => void;

/** They are decided before a termination that is due and unrecorded (spec 2). */
const BRINGS_CREDITS_IN: ReadonlySet<AccountCommand['type']> = new Set([
  'GrantPromo',
  'CompletePurchase',
  'ApprovePurchase',
  'Refund',
  'RejectWithdrawal',
]);

/** A purchase that is only opened brings nothing yet. */
const bringsCreditsIn = (command: AccountCommand): boolean =>
  command.type === 'PurchasePrepaid' ? command.data.status === 'completed' : BRINGS_CREDITS_IN.has(command.type);

/**
 * The events of a command, due facts included, numbered from the account's revision on. Throws a `DomainError` where a
 * rule refuses, and then nothing at all is to be written; throws `EntryNeeded` where an old entry has to be read first.
 */
export function decide(
  command: AccountCommand,
  account: Account,
  entries: KnownEntries<AccountEvent> = new Map(),
): readonly AccountEvent[] {
  const now = command.now > account.recordedAt ? command.now : account.recordedAt;
  requireOpen(command, account, now);
  const draft = new Draft(account, now, command.origin, entries);
  const apply = () => (rules[command.type] as Rule<AccountCommand>)(draft, { ...command, now });
  if (bringsCreditsIn(command)) recordDue(draft, now, { stopAt: (fact) => fact.kind === 'grace' });
  else recordDue(draft, now);
  const due = nextDue(draft.account);
  if (due && due.at <= now) decideBeforeTermination(draft, due.at, apply);
  else apply();
  return draft.events;
}

/** The command comes right before the termination, as of its instant. If grace is not over then, what is due follows. */
function decideBeforeTermination(draft: Draft, deadline: Instant, apply: () => void): void {
  draft.at = deadline;
  apply();
  draft.at = draft.recordedAt;
  recordDue(draft, draft.recordedAt, { origin: { ...draft.origin, actor: SYSTEM.actor } });
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
  entriesOf,
  pack,
};
