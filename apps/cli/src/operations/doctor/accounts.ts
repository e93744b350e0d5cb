/** Accounts that were written to last: their chains, their sums, and their rows in Redis against the log. */
import { balanceOf } from '#domain/account/balance.js';
import { balanceAt, momentOfReading } from '#domain/account/reading.js';
import { add, subtract, sum } from '#domain/money.js';
import { verify } from '#event-store/codec/hash-chain.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { idOf, streamName, streamPrefix } from '#event-store/port/streams.js';
import { pastBuckets } from '#from-log/past-buckets.js';
import { balanceIn } from '#projections/balance/balance-at.js';
import { ACCOUNT, balance } from '#projections/balance/balance.projection.js';
import { one } from '#read-models/reader/queries.js';
import type { Reader } from '#read-models/reader/reader.js';
import { sentence } from '../../proof/verify-account.js';
import type { Source } from '../../source/source.js';
import { type Finding, right, wrong } from './finding.js';

const EVENTS_LOOKED_AT = 5_000;
const REMEDY = 'Keep the log as it is, export and verify it, and find out who wrote to it.';

/** `reader` null: without Redis the rows are not looked at. */
export async function lookAtAccounts(source: Source, reader: Reader | null, count: number): Promise<Finding> {
  const accountIds = await newestAccounts(source.store, count);
  for (const accountId of accountIds) {
    const found = await problemOf(source, reader, accountId);
    if (found) return found;
  }
  return right('accounts', `${accountIds.length} that were written to last: chains whole, sums right`);
}

async function newestAccounts(store: EventStore, count: number): Promise<readonly string[]> {
  const found = new Set<string>();
  const prefix = streamPrefix('account');
  for await (const { stream } of store.readAll({ from: 'end', direction: 'backwards', maxCount: EVENTS_LOOKED_AT })) {
    if (found.size === count) break;
    if (stream.startsWith(prefix)) found.add(idOf('account', stream));
  }
  return [...found];
}

async function problemOf(source: Source, reader: Reader | null, accountId: string): Promise<Finding | null> {
  const { store, log, history } = source;
  const chain = await verify(store.readStream(streamName('account', accountId)));
  if (!chain.isIntact) return wrong('accounts', `${accountId}: ${sentence(chain)}`, REMEDY);
  const { account, now } = await log.current(accountId);
  const shown = balanceOf(account, now);
  if (shown.total !== subtract(add(shown.available, shown.held), shown.overdraft)) {
    return wrong('accounts', `${accountId}: total is not available and held less overdraft`, REMEDY);
  }
  const { items } = await pastBuckets(log, history, accountId, { revision: account.revision });
  const uneven = items.find(
    (each) => each.granted !== sum([each.remaining, each.held, each.spent, each.lapsed, each.withdrawn]),
  );
  if (uneven)
    return wrong('accounts', `${accountId}: the parts of bucket ${uneven.bucketId} are not what was granted`, REMEDY);
  return reader && rowProblem(source, reader, accountId);
}

async function rowProblem({ log, clock }: Source, reader: Reader, accountId: string): Promise<Finding | null> {
  const reading = await reader.read(accountId, { row: one(balance, ACCOUNT) });
  const row = typeof reading === 'string' ? null : reading.rows.row;
  if (!row) return null;
  const now = await clock();
  const at = momentOfReading(row, now);
  const [inRedis, inLog] = [balanceIn(row, at), balanceAt(await log.stateAt(accountId, row.revision), at)];
  if (JSON.stringify(inRedis) === JSON.stringify(inLog)) return null;
  const says = `${accountId}: its balance in Redis is not that of the log at revision ${row.revision}`;
  return wrong('accounts', says, 'Rebuild the read models: npm run cli -- rebuild.');
}
