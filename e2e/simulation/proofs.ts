/** What a simulation proves at its end, of each account and of the whole ledger. */
import { forEachBounded } from '../../apps/cli/src/bounded.js';
import { startProgress } from '../../apps/cli/src/progress.js';
import { type Model, overdraft, shown, units } from '../../libs/domain/testing/model-state.js';
import { balanceIn, balanceOf, requireSame } from './compare.js';
import type { SimulatedAccount } from './simulated-account.js';
import type { SimulatedService } from './service.js';

export type Claim = { readonly claim: string; readonly holds: boolean; readonly shown: string };

type Json = Readonly<Record<string, unknown>>;
type Page = { readonly items: readonly Json[]; readonly nextCursor: string | null };

/** Of an account: a sentence, and what throws where it does not hold. */
type AccountProof = (account: Proven) => Promise<void>;
type Proven = {
  readonly model: Model;
  readonly route: string;
  readonly service: SimulatedService;
  readonly now: number;
};

const accountProofs: Readonly<Record<string, AccountProof>> = {
  'read models = fold of the log = independent model': async ({ model, route, service, now }) => {
    const expected = balanceOf(model, now);
    const fromReadModels = await service.get(`${route}/balance?minRevision=${model.revision}`);
    requireSame('read models', balanceIn(fromReadModels), expected);
    const asOf = new Date(now).toISOString();
    requireSame('log', balanceIn(await service.get(`${route}/balance?asOf=${asOf}`)), expected);
  },
  'granted = remaining + held + spent + lapsed + withdrawn, of each bucket': async ({ model, route, service }) => {
    const buckets = await all(service, `${route}/buckets`);
    requireSame('buckets', buckets.length, model.buckets.length);
    for (const bucket of buckets) {
      const parts = ['remaining', 'held', 'spent', 'lapsed', 'withdrawn'].map((part) => units(String(bucket[part])));
      requireSame(String(bucket['bucketId']), shown(parts.reduce((a, b) => a + b)), bucket['granted']);
    }
  },
  'transactions chain without a gap, up to the total': async ({ model, route, service, now }) => {
    const rows = (await all(service, `${route}/transactions?limit=500&status=completed`)).toReversed();
    let total = 0n;
    for (const { transactionId, amount, balanceAfter } of rows) {
      total += signed(String(amount));
      requireSame(String(transactionId), balanceAfter, shown(total));
    }
    requireSame('total', shown(total), balanceOf(model, now)['total']);
  },
  'the log has every entry of the model, in its order': async ({ model, route, service }) => {
    const entries = await all(service, `${route}/events?limit=500`);
    const revisions = entries.map(({ revision }) => revision);
    requireSame(
      'revisions',
      revisions,
      Array.from({ length: model.revision }, (_, nth) => nth + 1),
    );
  },
};

const signed = (text: string): bigint => (text.startsWith('-') ? -units(text.slice(1)) : units(text));

async function all(service: SimulatedService, route: string): Promise<readonly Json[]> {
  const items: Json[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const separator = route.includes('?') ? '&' : '?';
    const from: string = cursor === '' ? '' : `${separator}cursor=${encodeURIComponent(cursor)}`;
    const page = (await service.get(route + from)) as unknown as Page;
    items.push(...page.items);
    cursor = page.nextCursor ?? null;
  }
  return items;
}

export async function prove(
  service: SimulatedService,
  accounts: readonly SimulatedAccount[],
  now: number,
  concurrency: number,
): Promise<readonly Claim[]> {
  const failures = new Map<string, string[]>(Object.keys(accountProofs).map((claim) => [claim, []]));
  const progress = startProgress('proving', accounts.length);
  await forEachBounded(accounts, concurrency, async ({ model, accountId }) => {
    const account = { model, route: `/v1/accounts/${accountId}`, service, now };
    for (const [claim, proof] of Object.entries(accountProofs)) {
      await proof(account).catch((error: unknown) => failures.get(claim)?.push(`${accountId}: ${String(error)}`));
    }
    progress.advance();
  }).finally(() => progress.end());
  const ofAccounts = [...failures].map(([claim, failed]) => ({
    claim,
    holds: failed.length === 0,
    shown: failed[0] ?? `${accounts.length} accounts`,
  }));
  return [...ofAccounts, ...(await ledgerClaims(service, accounts))];
}

/** What stands in the ledger accounts of customers, by the model. */
function* standing({ accountId, buckets, withdrawals, ...model }: Model): Generator<readonly [string, bigint]> {
  const customer = `customers:${accountId}`;
  for (const { id, remaining, held, pending } of buckets) {
    yield [`${customer}:${pending ? 'pending' : 'bucket'}:${id}`, remaining];
    yield [`${customer}:held:${id}`, held];
  }
  yield [`${customer}:overdraft`, -overdraft({ accountId, buckets, withdrawals, ...model })];
  const open = withdrawals.filter(({ status }) => status === 'requested' || status === 'approved');
  yield [`${customer}:withdrawals`, open.reduce((sum, { amount }) => sum + amount, 0n)];
}

async function ledgerClaims(
  service: SimulatedService,
  accounts: readonly SimulatedAccount[],
): Promise<readonly Claim[]> {
  const first = await service.get('/v1/audit/trial-balance');
  const items = await all(service, `/v1/audit/trial-balance?position=${String(first['position'])}`);
  const balances = new Map(items.map(({ account, balance }) => [String(account), String(balance)]));
  const expected = accounts.flatMap(({ model }) => [...standing(model)]).filter(([, amount]) => amount !== 0n);
  const differing = expected.filter(([account, amount]) => balances.get(account) !== shown(amount));
  const ours = accounts.map(({ accountId }) => `customers:${accountId}:`);
  const isOurs = (account: string) => ours.some((prefix) => account.startsWith(prefix));
  const [count, sum] = [[...balances.keys()].filter(isOurs).length, total(balances.values())];
  return [
    {
      claim: 'all ledger accounts sum to zero',
      holds: first['sum'] === '0.00' && sum === '0.00',
      shown: `${balances.size} accounts sum to ${sum}`,
    },
    {
      claim: 'what stands in each ledger account of a customer is what the model says',
      holds: differing.length === 0 && count === expected.length,
      shown: differing[0]
        ? `${differing.length} differ, the first is ${differing[0][0]}: ${balances.get(differing[0][0])} for ${shown(differing[0][1])}`
        : `${count} accounts, ${expected.length} of the model`,
    },
  ];
}

function total(amounts: Iterable<string>): string {
  let sum = 0n;
  for (const amount of amounts) sum += signed(amount);
  return shown(sum);
}
