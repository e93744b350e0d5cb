/** An account as the log and the read models show it over HTTP. */
import { expect } from '@jest/globals';
import { accepted, read } from './client.js';

export type LogItem = {
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly effectiveAt: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly idempotencyKey: string | null };
};

/** Every entry of the account's log, oldest first. */
export async function logOf(url: string, accountId: string): Promise<readonly LogItem[]> {
  const items: LogItem[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await read(url, `/v1/accounts/${accountId}/events?limit=500${from}`);
    items.push(...(page['items'] as LogItem[]));
    cursor = (page['nextCursor'] ?? null) as string | null;
  }
  return items;
}

/** The keys of the charges in the account's log, as often as they are there, in an order that can be compared. */
export const chargeKeys = (log: readonly LogItem[]): readonly string[] =>
  sorted(log.filter(({ type }) => type === 'UsageCharged').map(({ metadata }) => String(metadata.idempotencyKey)));

export const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted((a, b) => (a < b ? -1 : 1));

export async function openAccount(url: string, accountId: string, settings: object = {}): Promise<void> {
  await accepted(url, '/v1/accounts', { accountId, settings }, `open-${accountId}`);
}

export async function fund(url: string, accountId: string, amount: string): Promise<void> {
  await accepted(url, `/v1/accounts/${accountId}/grants`, { amount, source: 'support' }, `fund-${accountId}`);
}

/** Members of a balance that depend on when it is read. */
const OF_THE_MOMENT = ['asOf', 'burnRate', 'hoursRemaining', 'expiring', 'final', 'position', 'accrued'];

const lasting = (balance: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(balance).filter(([member]) => !OF_THE_MOMENT.includes(member)));

/** The balance out of Redis, after making sure that it is what the log folds to at the same revision. */
export async function provenBalance(
  url: string,
  accountId: string,
  minRevision: number,
): Promise<Record<string, unknown>> {
  const route = `/v1/accounts/${accountId}/balance`;
  const fromRedis = await read(url, `${route}?minRevision=${minRevision}`);
  const fromLog = await read(url, `${route}?revision=${String(fromRedis['revision'])}`);
  expect({ accountId, ...lasting(fromRedis) }).toEqual({ accountId, ...lasting(fromLog) });
  return fromRedis;
}
