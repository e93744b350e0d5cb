/** An account as the log and the read models show it over HTTP. */
import { expect } from '@jest/globals';
import { type DrawdownClient, type Schemas, createClient } from '#client/client.js';
import { retrying } from '#client/retries.js';

export type LogItem = Schemas['EventItem'];

/** It goes on asking while processes die and come back. */
const client = (url: string): DrawdownClient =>
  createClient({ url, apiKey: 'dev-admin', fetch: retrying({ forMs: 60_000, answerWithinMs: 20_000 }) });

async function accepted<Data>(asking: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await asking;
  if (data !== undefined) return data;
  throw new Error(`${response.url} was answered with ${response.status} ${JSON.stringify(error)}`);
}

/** Every entry of the account's log, oldest first. */
export async function logOf(url: string, accountId: string): Promise<readonly LogItem[]> {
  const items: LogItem[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = { limit: 500, ...(cursor !== '' && { cursor }) };
    const asking = client(url).GET('/v1/accounts/{accountId}/events', { params: { path: { accountId }, query } });
    const page: Schemas['EventsPage'] = await accepted(asking);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** The keys of the charges in the account's log, as often as they are there, in an order that can be compared. */
export const chargeKeys = (log: readonly LogItem[]): readonly string[] =>
  sorted(log.filter(({ type }) => type === 'UsageCharged').map(({ metadata }) => String(metadata.idempotencyKey)));

export const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted((a, b) => (a < b ? -1 : 1));

export async function openAccount(
  url: string,
  accountId: string,
  settings: Schemas['SettingsBody'] = {},
): Promise<void> {
  const params = { header: { 'Idempotency-Key': `open-${accountId}` } };
  await accepted(client(url).POST('/v1/accounts', { params, body: { accountId, settings } }));
}

export async function fund(url: string, accountId: string, amount: string): Promise<void> {
  const params = { path: { accountId }, header: { 'Idempotency-Key': `fund-${accountId}` } };
  await accepted(client(url).POST('/v1/accounts/{accountId}/grants', { params, body: { amount, source: 'support' } }));
}

/** Members of a balance that depend on when it is read. */
const OF_THE_MOMENT = ['asOf', 'burnRate', 'hoursRemaining', 'expiring', 'final', 'position', 'accrued'];

const lasting = (balance: Schemas['BalanceView']) =>
  Object.fromEntries(Object.entries(balance).filter(([member]) => !OF_THE_MOMENT.includes(member)));

/** The balance out of Redis, after making sure that it is what the log folds to at the same revision. */
export async function provenBalance(
  url: string,
  accountId: string,
  minRevision: number,
): Promise<Schemas['BalanceView']> {
  const balance = (query: { minRevision: number } | { revision: number }) =>
    accepted(client(url).GET('/v1/accounts/{accountId}/balance', { params: { path: { accountId }, query } }));
  const fromRedis = await balance({ minRevision });
  const fromLog = await balance({ revision: fromRedis.revision });
  expect({ accountId, ...lasting(fromRedis) }).toEqual({ accountId, ...lasting(fromLog) });
  return fromRedis;
}
