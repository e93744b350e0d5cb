/** What the service shows of an account after a replay. */
import type { ApiClient } from '../api-client.js';
import type { Balance, Evidence } from './proofs.js';

type EventItem = {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
};
type Page = { readonly items: readonly EventItem[]; readonly nextCursor?: string | null };

const PAGE = 500;

/** Members that depend on when they are read. */
const OF_THE_MOMENT = new Set(['asOf', 'burnRate', 'hoursRemaining', 'expiring', 'final', 'position']);

const lasting = (balance: Readonly<Record<string, unknown>>): Balance =>
  Object.fromEntries(Object.entries(balance).filter(([member]) => !OF_THE_MOMENT.has(member))) as Balance;

export async function gatherEvidence(api: ApiClient, accountId: string, minRevision: number): Promise<Evidence> {
  const route = `/v1/accounts/${encodeURIComponent(accountId)}`;
  const fromReadModel = await api.get(`${route}/balance?minRevision=${minRevision}`);
  const fromLog = await api.get(`${route}/balance?revision=${String(fromReadModel['revision'])}`);
  const logged = new Map<string, string>();
  let loggedCount = 0;
  for await (const { key, amount } of chargesIn(api, route)) {
    loggedCount++;
    if (key !== undefined) logged.set(key, amount);
  }
  return { accountId, logged, loggedCount, fromReadModel: lasting(fromReadModel), fromLog: lasting(fromLog) };
}

/** The charges of the account's log, oldest first. */
async function* chargesIn(api: ApiClient, route: string): AsyncGenerator<{ key?: string; amount: string }> {
  let cursor: string | null | undefined = '';
  while (cursor !== undefined && cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await api.get(`${route}/events?limit=${PAGE}${from}`)) as unknown as Page;
    for (const { type, data, metadata } of page.items) if (type === 'UsageCharged') yield chargeOf(data, metadata);
    cursor = page.nextCursor;
  }
}

function chargeOf(data: EventItem['data'], metadata: EventItem['metadata']): { key?: string; amount: string } {
  const key = metadata?.['idempotencyKey'];
  return { ...(typeof key === 'string' && { key }), amount: String(data['amount']) };
}
