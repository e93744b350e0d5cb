/** What the service shows of an account after a replay. */
import type { Schemas } from '#client/client.js';
import { type ApiClient, accepted } from '../api-client.js';
import type { Balance, Evidence, LoggedCharge } from './proofs.js';

type EventItem = Schemas['EventItem'];

const PAGE = 500;

/** Members that depend on when they are read. */
const OF_THE_MOMENT = new Set(['asOf', 'burnRate', 'hoursRemaining', 'expiring', 'final', 'position']);

const lasting = (balance: Schemas['BalanceView']): Balance =>
  Object.fromEntries(Object.entries(balance).filter(([member]) => !OF_THE_MOMENT.has(member))) as Balance;

export async function gatherEvidence(api: ApiClient, accountId: string): Promise<Evidence> {
  const logged: LoggedCharge[] = [];
  const putIn: string[] = [];
  let revision = 0;
  for await (const event of eventsIn(api, accountId)) {
    revision = event.revision;
    if (event.type === 'UsageCharged') logged.push(chargeOf(event));
    if (event.type === 'PurchaseCompleted') putIn.push(String(event.data['amount']));
  }
  const balance = (query: { minRevision: number } | { revision: number }) =>
    accepted(api.http.GET('/v1/accounts/{accountId}/balance', { params: { path: { accountId }, query } }));
  const fromReadModel = await balance({ minRevision: revision });
  const fromLog = await balance({ revision: fromReadModel.revision });
  return { accountId, logged, putIn, fromReadModel: lasting(fromReadModel), fromLog: lasting(fromLog) };
}

/** The account's log, oldest first. */
async function* eventsIn(api: ApiClient, accountId: string): AsyncGenerator<EventItem> {
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = { limit: PAGE, ...(cursor !== '' && { cursor }) };
    const asking = api.http.GET('/v1/accounts/{accountId}/events', { params: { path: { accountId }, query } });
    const page: Schemas['EventsPage'] = await accepted(asking);
    yield* page.items;
    cursor = page.nextCursor;
  }
}

function chargeOf({ data, metadata }: EventItem): LoggedCharge {
  const { idempotencyKey: key } = metadata;
  return { ...(key !== null && { key }), amount: String(data['amount']) };
}
