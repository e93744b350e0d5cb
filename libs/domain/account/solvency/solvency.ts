/**
 * What follows at the end of every decision (rules 6.4 to 6.6): overdraft is repaid, pending payments are settled; then grace, termination and restoring are
 * judged, once. The decider ends each command and each due fact with it, so no rule has to think of it.
 */
import { type Instant, shifted } from '../../messages.js';
import { isZero } from '../../money.js';
import { raiseLowCredits, watchedAvailable } from '../alerts/low-credits.js';
import { noteTurn } from '../alerts/note-turn.js';
import type { Draft } from '../draft.js';
import { tookCredits } from '../event-table.js';
import type { Entry, ResourceKind } from '../events.js';
import { failPayment, settlePendingPayments } from '../payments/pending-payments.js';
import { followUpRecharge } from '../recharge/open-recharge.js';
import { chargeRunning } from '../resources/charge-running.js';
import type { Account } from '../state.js';
import { repayOverdraft } from './repayment.js';

export const secondsAfter = (at: Instant, seconds: number): Instant => shifted(at, seconds * 1000);

/** Makes one decision, a command or a due fact, and adds what follows from it. */
export function makeDecision(draft: Draft, decide: () => void): void {
  const before = draft.account;
  const from = draft.events.length;
  // Before anything is decided: what falls due in buckets may change the list of `before` in place.
  const availableBefore = watchedAvailable(draft);
  decide();
  judge(draft, before, from);
  if (draft.account.autoRecharge !== undefined) followUpRecharge(draft, before, draft.events.slice(from));
  if (availableBefore !== null) raiseLowCredits(draft, before, availableBefore, from);
  if (draft.events.length > from) noteTurn(draft, before, from);
}

/** `from`: where in the draft's events the decision began, on the account as it was `before`. */
function judge(draft: Draft, before: Account, from: number): void {
  const { status } = before;
  const written = draft.events.slice(from);
  if (written.length === 0) return;
  // What merely expires, or will, frees nothing: thousands of buckets may, and are not looked through for each.
  const mayFree = written.some(({ type }) => type !== 'BucketExpired' && type !== 'AlertRaised');
  if (mayFree && !written.some(({ type }) => type === 'OverdraftRepaid')) repayOverdraft(draft);
  if (mayFree && draft.account.pendingPayments.length > 0) settlePendingPayments(draft);
  // A decision that opened, closed or terminated has said itself what becomes of service.
  if (draft.account.status !== status) return;
  // After a charge, expiry, void, withdrawal or credits taken back grace may start (rule 6.2).
  if (status === 'active' && tookAny(draft, before, from)) startGraceIfDue(draft);
  if ((status === 'grace' || status === 'suspended') && (mayFree || !hasResources(draft.account))) resumeIfSound(draft);
}

function tookAny({ events }: Draft, before: Account, from: number): boolean {
  for (let nth = from; nth < events.length; nth++) if (tookCredits(events[nth] as Entry, before)) return true;
  return false;
}

/** Nothing is owed, and something is available or nothing is left that could use it. */
const isSound = (draft: Draft): boolean =>
  isZero(draft.account.overdraft) && (!hasResources(draft.account) || draft.hasAvailable());

const hasResources = ({ resources }: Account): boolean => Object.keys(resources).length > 0;

function startGraceIfDue(draft: Draft): void {
  if (isSound(draft)) return;
  const { onZero, graceWindowSeconds } = draft.account.settings;
  if (onZero === 'terminate') return terminate(draft);
  draft.add('GraceStarted', { deadline: secondsAfter(draft.effectiveAt, graceWindowSeconds) });
}

/** Grace ends, or terminated service comes back, when its reason is gone. Instances stay ended. */
function resumeIfSound(draft: Draft): void {
  if (!isSound(draft)) return;
  if (draft.account.status === 'grace') draft.add('GraceEnded', {});
  else draft.add('ServiceRestored', { storage: idsOf(draft.account, ['storage']) });
}

/**
 * Ends service: effective at the draft's business time, however late it is recorded. What ran is charged up to then, and
 * nothing after it.
 */
export function terminate(draft: Draft): void {
  chargeRunning(draft);
  const { account } = draft;
  draft.add('ServiceTerminated', {
    instances: idsOf(account, ['instance', 'cluster']),
    storage: idsOf(account, ['storage']),
  });
  for (const payment of account.pendingPayments) failPayment(draft, payment, 'terminated');
}

const idsOf = ({ resources }: Account, kinds: readonly ResourceKind[]): string[] =>
  Object.values(resources)
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ resourceId }) => resourceId);
