/** The account's events as they are stored. A type that is missing here does not compile; golden/ holds one of each. */
import type { AccountEvent, EventData } from '#domain/account/events.js';
import type { Origin } from '#domain/messages.js';
import { UnreadableEvent, createCodec } from './codec.js';

const first = { upcasters: [] };

/** Each line of a `UsageCharged` has an origin of its own; the event goes by its first. */
function originOfLines({ lines: [line] }: EventData<'UsageCharged'>): Origin {
  if (!line) throw new UnreadableEvent('A UsageCharged holds at least one line');
  const { key, requestHash, actor } = line;
  return { ...(key !== undefined && { key }), ...(requestHash !== undefined && { requestHash }), actor };
}

export const accountCodec = createCodec<AccountEvent>({
  EntriesJoined: { upcasters: [], holdsEntries: true },
  AccountOpened: first,
  AccountSettingsChanged: first,
  AccountClosed: first,
  PromoGranted: first,
  PromoVoided: first,
  BucketActivated: first,
  BucketExpired: first,
  BucketExpiryReversed: first,
  PurchaseOpened: first,
  PurchaseApproved: first,
  PurchaseRejected: first,
  PurchaseCompleted: first,
  PurchaseFailed: first,
  UsageCharged: { upcasters: [], originOf: originOfLines },
  UsageRefunded: first,
  OverdraftRepaid: first,
  WithdrawalRequested: first,
  WithdrawalApproved: first,
  WithdrawalRejected: first,
  WithdrawalPaid: first,
  ResourceStarted: first,
  ResourceStopped: first,
  GraceStarted: first,
  GraceEnded: first,
  ServiceTerminated: first,
  ServiceRestored: first,
});
