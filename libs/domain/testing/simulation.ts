/** Plays a random history on the domain and on the independent model, and compares them after every command. */
import { turnOf } from '../account/alerts/turns.js';
import type { AccountCommand } from '../account/decider.js';
import { nextDue } from '../account/due.js';
import { entriesOf } from '../account/entries.js';
import type { AccountEvent, Settings } from '../account/events.js';
import { evolve } from '../account/evolve.js';
import { type Account, unopened } from '../account/state.js';
import { DomainError } from '../errors.js';
import { type Amount, compare } from '../money.js';
import { TAG } from './act.js';
import { type Step, commandFrom, commandOf, later } from './arbitraries.js';
import { applyToModel, type ModelOutcome } from './model.js';
import { emptyModel } from './model-state.js';
import { type Log, decideReading } from './reading.js';

import { entriesSeen, entryShown } from './entries-seen.js';
import { modelSeen, seen } from './views.js';

const OPENED_AT_MS = Date.UTC(2026, 0, 1);

export type History = { readonly settings: Settings; readonly steps: readonly Step[] };

/** One command of a history: the account before and after it, what it wrote, and what the model made of it. */
export type Played = {
  readonly command: AccountCommand;
  readonly before: Account;
  readonly after: Account;
  readonly entries: readonly AccountEvent[];
  readonly refused: string | null;
  readonly expected: ModelOutcome;
  readonly now: number;
  /** All entries that the domain has written so far. */
  readonly log: Log;
};

export function* play(
  { settings, steps }: History,
  accountId = 'team-1',
  openedAtMs = OPENED_AT_MS,
): Generator<Played> {
  const log = new Map<number, AccountEvent>();
  let account = unopened;
  let model = emptyModel();
  let now = openedAtMs;
  const opening = commandFrom('OpenAccount', { accountId, tag: TAG, settings }, now, 'ann');
  for (const step of [null, ...steps]) {
    if (step) now = later(now, step.wait, model);
    const command = step ? commandOf(step.act, model, now, step.by) : opening;
    const { events, refused } = decideWithLog(account, command, log);
    const expected = applyToModel(model, command);
    const entries = events.flatMap(entriesOf);
    for (const entry of entries) log.set(entry.revision, entry);
    const after = entries.reduce(evolve, account);
    yield { command, before: account, after, entries, refused, expected, now, log };
    account = after;
    model = expected.model;
  }
}

/** The first command on which domain and model disagree, and what is seen of each after it. */
export type Difference = { command: AccountCommand; domain: unknown; model: unknown };

/** How often what happened: so that a comparison shows that it has met the cases that it is there for. */
export type Tally = Map<string, number>;

/** Plays the history. Null where domain and model agree to the end. */
export function compareHistory(history: History, tally: Tally): Difference | null {
  for (const { command, before, after, entries, refused, expected, now } of play(history)) {
    const at = Math.max(now, expected.model.recordedAt);
    const domain = { refused, entries: entriesSeen(before, entries), ...seen(after, expected.model, at) };
    const model = {
      refused: expected.refused,
      entries: expected.entries.map(entryShown),
      ...modelSeen(expected.model, at),
    };
    if (JSON.stringify(domain) !== JSON.stringify(model)) return { command, domain, model };
    for (const met of casesOf(before, command, entries, refused)) tally.set(met, (tally.get(met) ?? 0) + 1);
  }
  return null;
}

function casesOf(
  before: Account,
  command: AccountCommand,
  entries: readonly AccountEvent[],
  refused: string | null,
): string[] {
  const due = nextDue(before);
  const types = entries.map(({ type }) => type as string);
  const isLate = (type: AccountEvent['type']) =>
    entries.some((entry) => entry.type === type && entry.effectiveAt < entry.recordedAt);
  const refunds = entries.flatMap((entry) => (entry.type === 'UsageRefunded' ? [entry.data] : []));
  const taken = entries.flatMap((entry) => (entry.type === 'PurchaseFailed' ? (entry.data.takenBack ?? []) : []));
  const reversed = entries.flatMap((entry) => (entry.type === 'PurchaseReversed' ? [entry.data.takenBack] : []));
  const isRecharged = entries.some((entry) => entry.type === 'PurchaseOpened' && entry.data.isAutoRecharge);
  const released = entries.some(({ type }) => type === 'HoldReleased' || type === 'HoldExpired');
  const capture = entries.find((entry) => entry.type === 'HoldCaptured');
  const low = entries.filter((entry) => entry.type === 'AlertRaised' && entry.data.alert === 'low');
  const turns = entries.flatMap((entry) => (entry.type === 'EntriesJoined' ? [] : (turnOf(entry) ?? [])));
  const isStop = command.type === 'StopResource';
  const isLateUsage = command.type === 'ChargeUsage' && command.data.mode === 'authorize';
  const isSaved = types.includes('GraceEnded') && refused === null && !types.includes('ServiceTerminated');
  return [
    refused ?? `${command.type} accepted`,
    ...(refused === null && due && due.at <= command.now ? [`${due.kind} due`] : []),
    ...types,
    ...(isLate('ServiceTerminated') ? ['a termination recorded late'] : []),
    ...(isSaved && command.type === 'Refund' ? ['a refund that ends grace'] : []),
    ...(refunds.some(({ allocation }) => allocation.some((line) => line.insteadOf))
      ? ['a refund of an expired promo']
      : []),
    ...(refunds.some(({ overdraft: given, allocation }) => given !== '0.00' && allocation.length > 0)
      ? ['a refund of debt and of credits']
      : []),
    ...(refunds.length > 0 && types.includes('BucketExpired') ? ['a refund that lapses'] : []),
    ...(entries.filter(({ type }) => type === 'PendingPaymentSettled').length > 1
      ? ['a pending payment that follows an older one']
      : []),
    ...(entries.some((entry) => entry.type === 'PendingPaymentFailed' && entry.data.cause === 'terminated')
      ? ['a pending payment that fails at a termination']
      : []),
    ...(capture && released ? ['a capture of a part'] : []),
    ...(capture?.data.allocation.some(({ bucketId }) => hasEnded(before, bucketId, command))
      ? ['a capture from a bucket that has ended']
      : []),
    ...(entries.some((entry) => entry.type === 'BucketExpired' && entry.data.cause === 'released')
      ? ['held credits that lapse when they are released']
      : []),
    ...(released && types.includes('OverdraftRepaid') ? ['held credits that repay debt when they are released'] : []),
    ...(taken.length > 0 ? ['credits taken back'] : []),
    ...(taken.some(({ overdraft: owed }) => owed !== '0.00') ? ['credits taken back that were spent'] : []),
    ...(taken.length > 0 && types.includes('PromoVoided') ? ['a bonus voided with its purchase'] : []),
    ...(reversed.some(({ overdraft: owed }) => owed !== '0.00') ? ['a reversal of credits that were spent'] : []),
    ...(reversed.length > 0 && types.includes('PromoVoided') ? ['a bonus voided by a reversal'] : []),
    ...(reversed.length > 0 && types.includes('WithdrawalRejected') ? ['a reversal that rejects a withdrawal'] : []),
    ...(refused === null && command.type === 'PurchasePrepaid' && isBelowMinimum(command.data.amount, before)
      ? ['a purchase of the open overdraft']
      : []),
    ...(isRecharged && command.type === 'ConfigureAutoRecharge' ? ['a recharge opened where it was switched on'] : []),
    ...(isRecharged && command.type === 'ChargeUsage' ? ['a recharge opened by a charge'] : []),
    ...(isRecharged && command.type === 'CompletePurchase' ? ['a recharge that opens the next'] : []),
    ...(low.length > 1 ? ['several alerts at once'] : []),
    ...(types[0] === 'BucketExpired' && low.length > 0 ? ['an alert raised by an expiry'] : []),
    ...turns.map((turn) => `credits ${turn} by ${command.type}`),
    ...(isRecharged && types[0] === 'BucketExpired' ? ['a recharge opened by an expiry'] : []),
    ...(isLateUsage && types.includes('OverdraftRepaid')
      ? ['usage that what could not pay for it repays at once']
      : []),
    ...(isStop && types.includes('GraceEnded') ? ['a stop that ends grace'] : []),
    ...(isStop && types.includes('ServiceRestored') ? ['a stop that restores'] : []),
    ...(types.indexOf('ServiceTerminated') > 0 && types[0] === 'PromoGranted' ? ['a grant that comes too small'] : []),
  ];
}

const isBelowMinimum = (credits: Amount, { settings }: Account): boolean =>
  compare(credits, settings.minimumPurchase) < 0;
const hasEnded = ({ buckets }: Account, bucketId: string, { now }: AccountCommand): boolean =>
  buckets.some((bucket) => bucket.bucketId === bucketId && bucket.expiresAt !== undefined && bucket.expiresAt <= now);

/** What the write path would make of the command: its events and the state after them, or the code of its refusal. */
export function decideWithLog(account: Account, command: AccountCommand, log: Log) {
  try {
    return { ...decideReading(account, command, log), refused: null };
  } catch (problem) {
    if (problem instanceof DomainError) return { events: [], state: account, refused: problem.code as string };
    throw problem;
  }
}
