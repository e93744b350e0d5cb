/** Replays usage rows against a running service as charges, and proves what became of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, Refused, accepted } from '../api-client.js';
import { forEachBounded } from '../bounded.js';
import { startProgress } from '../progress.js';
import { type PlannedCharge, fundingOf } from './charges.js';
import { decimal } from './exact.js';
import { gatherEvidence } from './gather-evidence.js';
import { type Claim, type Evidence, prove } from './proofs.js';
import { ownKey, sha256 } from './run.js';

export type Pace = {
  /** Requests at a time. */
  readonly concurrency: number;
  /** Times as fast as it happened; Infinity is as fast as it goes. */
  readonly speed: number;
};

export type Replayed = {
  readonly claims: readonly Claim[];
  readonly charges: number;
  readonly accounts: number;
  readonly tookMs: number;
  readonly latenciesMs: readonly number[];
};

/** `isShared`: earlier runs may have charged some of the rows, and others, to the same accounts. */
export async function replay(
  api: ApiClient,
  charges: readonly PlannedCharge[],
  { isShared, ...pace }: Pace & { readonly isShared: boolean },
): Promise<Replayed> {
  const funding = fundingOf(charges);
  await openAccounts(api, charges, funding, pace.concurrency);
  const sent = await sendCharges(api, charges, pace, isShared);
  const evidence = await gatherAll(api, [...funding.keys()], pace.concurrency);
  const claims = prove({
    charges,
    answered: sent.answered,
    chargedBefore: sent.chargedBefore,
    funding,
    evidence,
    isShared,
  });
  const { tookMs, latenciesMs } = sent;
  return { claims, charges: charges.length, accounts: funding.size, tookMs, latenciesMs };
}

async function openAccounts(
  api: ApiClient,
  charges: readonly PlannedCharge[],
  funding: ReadonlyMap<string, bigint>,
  concurrency: number,
): Promise<void> {
  // Named by the rows that it pays for: the same rows again buy nothing again, and others do.
  const keysOf = new Map<string, string[]>([...funding.keys()].map((accountId) => [accountId, []]));
  for (const { accountId, key } of charges) keysOf.get(accountId)?.push(key);
  const progress = startProgress('opening accounts', funding.size);
  await forEachBounded(funding, concurrency, async ([accountId, credits]) => {
    const opening = { params: keyed(ownKey('open')), body: { accountId, name: 'Usage replay' } };
    await accepted(api.http.POST('/v1/accounts', opening));
    const body = { amount: decimal(credits), paymentMethod: 'usdc', status: 'completed' } as const;
    const params = { path: { accountId }, ...keyed(fundKey(keysOf.get(accountId))) };
    await accepted(api.http.POST('/v1/accounts/{accountId}/purchases', { params, body }));
    progress.advance();
  }).finally(() => progress.end());
}

const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });

const fundKey = (keys: readonly string[] = []): string => ownKey(`fund:${sha256(JSON.stringify(keys.toSorted()))}`);

async function sendCharges(
  api: ApiClient,
  charges: readonly PlannedCharge[],
  { concurrency, speed }: Pace,
  isShared: boolean,
) {
  const answered = new Map<string, string>();
  const chargedBefore = new Set<string>();
  const latenciesMs: number[] = [];
  const progress = startProgress('charging', charges.length);
  const startedAt = performance.now();
  await forEachBounded(charges, concurrency, async ({ accountId, key, afterMs, body }) => {
    const waitMs = startedAt + afterMs / speed - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const sentAt = performance.now();
    try {
      const params = { path: { accountId }, ...keyed(key) };
      const { amount } = await accepted(api.http.POST('/v1/accounts/{accountId}/charges', { params, body }));
      answered.set(key, amount);
    } catch (error) {
      // The key is the row's id: an earlier run has charged it, at a time of its own. The log says for how much.
      if (!isShared || !isReused(error)) throw error;
      chargedBefore.add(key);
    }
    latenciesMs.push(performance.now() - sentAt);
    progress.advance();
  }).finally(() => progress.end());
  return { answered, chargedBefore, latenciesMs, tookMs: performance.now() - startedAt };
}

const isReused = (error: unknown): boolean => error instanceof Refused && error.status === 422;

async function gatherAll(api: ApiClient, accountIds: readonly string[], concurrency: number) {
  const evidence: Evidence[] = [];
  const progress = startProgress('proving', accountIds.length);
  await forEachBounded(accountIds, concurrency, async (accountId) => {
    evidence.push(await gatherEvidence(api, accountId));
    progress.advance();
  }).finally(() => progress.end());
  return evidence;
}
