/** What the service shows of an account after a replay. */
import type { ApiClient } from '../api-client.js';
import type { Balance, Evidence, LoggedCharge } from './proofs.js';

type EventItem = {
  readonly revision: number;
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

export async function gatherEvidence(api: ApiClient, accountId: string): Promise<Evidence> {
  const route = `/v1/accounts/${encodeURIComponent(accountId)}`;
  const logged: LoggedCharge[] = [];
  const putIn: string[] = [];
  let revision = 0;
  for await (const event of eventsIn(api, route)) {
    revision = event.revision;
    if (event.type === 'UsageCharged') logged.push(chargeOf(event));
    if (event.type === 'PurchaseCompleted') putIn.push(String(event.data['amount']));
  }
  const fromReadModel = await api.get(`${route}/balance?minRevision=${revision}`);
  const fromLog = await api.get(`${route}/balance?revision=${String(fromReadModel['revision'])}`);
  return { accountId, logged, putIn, fromReadModel: lasting(fromReadModel), fromLog: lasting(fromLog) };
}

/** The account's log, oldest first. */
async function* eventsIn(api: ApiClient, route: string): AsyncGenerator<EventItem> {
  let cursor: string | null | undefined = '';
  while (cursor !== undefined && cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await api.get(`${route}/events?limit=${PAGE}${from}`)) as unknown as Page;
    yield* page.items;
    cursor = page.nextCursor;
  }
}

function chargeOf({ data, metadata }: EventItem): LoggedCharge {
  const key = metadata?.['idempotencyKey'];
  return { ...(typeof key === 'string' && { key }), amount: String(data['amount']) };
}
