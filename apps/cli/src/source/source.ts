/** Where a command reads from: an event store, or an export of it. Nothing is ever written to either. */
import type { Instant } from '#domain/messages.js';
import { type Clock, createTestClockWriter, realClock, testClock } from '#event-store/clock.js';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { createAccountWriter } from '#event-store/writer/account-writer.js';
import { AccountLog } from '#from-log/account-log.js';
import { accountSums } from '#from-log/account-sums.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { FoldedRows } from '#from-log/folded-rows.js';
import { readOnly } from '#from-log/read-only.js';
import { ExportStore } from './export-store.js';

export type SourceOptions = {
  readonly export?: string;
  readonly eventStore?: string;
  readonly eventStoreClient: StoreClient;
};

export type Source = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly log: AccountLog;
  readonly history: BucketHistory;
  readonly rows: FoldedRows;
};

export async function withSource<T>(options: SourceOptions, work: (source: Source) => Promise<T>): Promise<T> {
  const { store, clock } = await opened(options);
  try {
    return await readFrom(store, clock, work);
  } finally {
    await store.dispose();
  }
}

export async function readFrom<T>(store: EventStore, clock: Clock, work: (source: Source) => Promise<T>): Promise<T> {
  const writer = createAccountWriter(store, clock, {}, { sums: accountSums });
  try {
    const log = new AccountLog(store, writer);
    return await work({ store, clock, log, history: new BucketHistory(log), rows: new FoldedRows(log) });
  } finally {
    await writer.close();
  }
}

async function opened(options: SourceOptions): Promise<Pick<Source, 'store' | 'clock'>> {
  const { export: file, eventStore, eventStoreClient: client } = options;
  if (file !== undefined) {
    const exported = await ExportStore.open(file);
    return { store: readOnly(exported), clock: () => notBefore(exported.endsAt) };
  }
  if (eventStore === undefined) {
    throw new Error(
      'Nothing to read from: --event-store with the address that npm start prints, or --export with a file',
    );
  }
  const store = readOnly(connectEventStore(eventStore, { client }));
  // Of a log that never had a test clock it is the real time.
  return { store, clock: testClock(createTestClockWriter(store)) };
}

/** An export may be of a ledger whose clock was moved ahead of the real time. */
function notBefore(end: Instant | undefined): Instant {
  const now = realClock();
  return end !== undefined && end > now ? end : now;
}
