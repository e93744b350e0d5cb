/** The commands of an account, and how one becomes events. */
import { type Aggregate, type Decision, type Instant, type KnownEntries, SYSTEM, nothingKnown } from '../messages.js';
import { changeSettings } from './lifecycle/change-settings.js';
import { chargeUsage } from './usage/charge-usage.js';
import { configureAutoRecharge } from './recharge/configure-auto-recharge.js';
import { closeAccount } from './lifecycle/close-account.js';
import { changePlanTerms } from './plans/change-plan-terms.js';
import { choosePlan } from './plans/choose-plan.js';
import type { CommandRecord } from './command.js';
import { Draft } from './draft.js';
import { DUE_FACTS_PER_SWEEP, endsService, isDueFact, nextDue, recordDue as recordWhatIsDue } from './due.js';
import { entriesOf, marksOf, pack } from './entries.js';
import type { AccountEvent } from './events.js';
import { evolve, evolveAll } from './evolve.js';
import { grantPromo } from './promos/grant-promo.js';
import { requireOpen } from './lifecycle/require-open.js';
import { placeHold } from './holds/place-hold.js';
import { captureHold, releaseHold } from './holds/settle-hold.js';
import { openAccount } from './lifecycle/open-account.js';
import { purchasePrepaid } from './purchases/purchase-prepaid.js';
import { recordDue } from './record-due.js';
import { redeemPromoCode } from './promos/redeem-promo-code.js';
import { refund } from './usage/refund.js';
import { returnCredits } from './returns/return-credits.js';
import { reversePurchase } from './purchases/reverse-purchase.js';
import { startResource, stopResource } from './resources/resources.js';
import { approvePurchase, completePurchase, failPurchase, rejectPurchase } from './purchases/settle-purchase.js';
import { makeDecisionAfterAccrued } from './solvency/accrued-first.js';
import { type Account, unopened } from './state.js';
import { voidPromo } from './promos/void-promo.js';
import { approveWithdrawal, payWithdrawal, rejectWithdrawal, requestWithdrawal } from './withdrawals/withdrawals.js';

/** The one list of commands. Each is a record in the file of its rule; all else derives from here. */
const table = [
  openAccount,
  changeSettings,
  closeAccount,
  grantPromo,
  voidPromo,
  redeemPromoCode,
  purchasePrepaid,
  completePurchase,
  failPurchase,
  approvePurchase,
  rejectPurchase,
  reversePurchase,
  configureAutoRecharge,
  returnCredits,
  chargeUsage,
  refund,
  placeHold,
  captureHold,
  releaseHold,
  requestWithdrawal,
  approveWithdrawal,
  rejectWithdrawal,
  payWithdrawal,
  startResource,
  stopResource,
  choosePlan,
  changePlanTerms,
  recordDue,
] as const;

export type AccountCommand = Parameters<(typeof table)[number]['decide']>[1];

type AnyRecord = CommandRecord<AccountCommand>;
const records = Object.fromEntries(table.map((record) => [record.type, record])) as unknown as Readonly<
  Record<AccountCommand['type'], AnyRecord>
>;

/** For tests that go through them all, and for nothing else to repeat. */
export const COMMAND_TYPES = table.map(({ type }) => type);

/**
 * The events of a command, due facts included, and the account after them. Throws a `DomainError` where a
 * rule refuses, and then nothing at all is to be written; throws `EntriesNeeded` where old entries have to be read first.
 */
export function decide(
  command: AccountCommand,
  account: Account,
  entries: KnownEntries<AccountEvent> = nothingKnown,
): Decision<Account, AccountEvent> {
  const now = command.now > account.recordedAt ? command.now : account.recordedAt;
  const record = records[command.type];
  requireAcceptable(record, command, account, now);
  const draft = new Draft(account, now, command.origin, entries);
  const apply = () => record.decide(draft, { ...command, now });
  if (command.type === 'RecordDue') apply();
  else if (bringsCreditsIn(record, command)) decideBeforeTermination(draft, apply);
  else {
    recordWhatIsDue(draft, now);
    makeDecisionAfterAccrued(draft, apply);
  }
  return { events: draft.events, state: draft.account };
}

/**
 * The command comes right before a termination that is due, as of its instant. If grace is not over then, what is due
 * follows; where that is more than goes into an append with the command, the rest stays due. So does all that comes after
 * a repayment that goes on: that has appends of its own.
 */
function decideBeforeTermination(draft: Draft, apply: () => void): void {
  const now = draft.recordedAt;
  recordWhatIsDue(draft, now, { stopAt: endsService });
  const termination = nextDue(draft.account, now);
  if (termination === null) return makeDecisionAfterAccrued(draft, apply);
  draft.at = termination.at;
  makeDecisionAfterAccrued(draft, apply, { isBeforeTermination: true });
  draft.at = now;
  const origin = { ...draft.origin, actor: SYSTEM.actor };
  recordWhatIsDue(draft, now, { origin, atMost: DUE_FACTS_PER_SWEEP, stopAt: (fact) => fact.kind === 'repayment' });
}

/** What fell due by an instant, recorded or not: the account after it, and the entries that are missing. Writes nothing. */
export function withDue(account: Account, at: Instant): Pick<Draft, 'account' | 'events'> {
  const draft = new Draft(account, at > account.recordedAt ? at : account.recordedAt, SYSTEM, nothingKnown);
  recordWhatIsDue(draft, draft.recordedAt);
  return draft;
}

const bringsCreditsIn = ({ bringsCreditsIn: brings }: AnyRecord, { data }: AccountCommand): boolean =>
  typeof brings === 'boolean' ? brings : brings(data);

/** In the order of rule 11.3: what the role may not do, what is invalid on any account, then whether the account is there. */
function requireAcceptable(record: AnyRecord, command: AccountCommand, account: Account, now: Instant): void {
  const { status } = account;
  const isOpen = status !== 'unopened' && status !== 'closed';
  if (isOpen) record.authorize?.(account, command.data);
  record.check?.(command.data, now);
  if (command.type !== 'OpenAccount' && !(command.type === 'RecordDue' && status === 'closed')) requireOpen(account);
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
