/** Replays usage rows against a running service as charges, and proves what became of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from '../api-client.js';
import { forEachBounded } from '../bounded.js';
import { startProgress } from '../progress.js';
import { type PlannedCharge, fundingOf } from './charges.js';
import { decimal } from './exact.js';
import { gatherEvidence } from './gather-evidence.js';
import { type Claim, type Evidence, prove } from './proofs.js';

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

export async function replay(api: ApiClient, charges: readonly PlannedCharge[], pace: Pace): Promise<Replayed> {
  const funding = fundingOf(charges);
  await openAccounts(api, funding, pace.concurrency);
  const sent = await sendCharges(api, charges, pace);
  const evidence = await gatherAll(api, sent.revisions, pace.concurrency);
  const claims = prove({ charges, answered: sent.answered, funding, evidence });
  const { tookMs, latenciesMs } = sent;
  return { claims, charges: charges.length, accounts: funding.size, tookMs, latenciesMs };
}

async function openAccounts(api: ApiClient, funding: ReadonlyMap<string, bigint>, concurrency: number): Promise<void> {
  const progress = startProgress('opening accounts', funding.size);
  await forEachBounded(funding, concurrency, async ([accountId, credits]) => {
    await api.send('POST', '/v1/accounts', { accountId, name: 'Usage replay' }, 'open');
    const purchase = { amount: decimal(credits), paymentMethod: 'usdc', status: 'completed' };
    await api.send('POST', `/v1/accounts/${accountId}/purchases`, purchase, 'fund');
    progress.advance();
  }).finally(() => progress.end());
}

async function sendCharges(api: ApiClient, charges: readonly PlannedCharge[], { concurrency, speed }: Pace) {
  const answered = new Map<string, string>();
  const revisions = new Map<string, number>();
  const latenciesMs: number[] = [];
  const progress = startProgress('charging', charges.length);
  const startedAt = performance.now();
  await forEachBounded(charges, concurrency, async ({ accountId, key, afterMs, body }) => {
    const waitMs = startedAt + afterMs / speed - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const sentAt = performance.now();
    const answer = await api.send('POST', `/v1/accounts/${accountId}/charges`, body, key);
    latenciesMs.push(performance.now() - sentAt);
    answered.set(key, String(answer['amount']));
    revisions.set(accountId, Math.max(revisions.get(accountId) ?? 0, Number(answer['revision'])));
    progress.advance();
  }).finally(() => progress.end());
  return { answered, revisions, latenciesMs, tookMs: performance.now() - startedAt };
}

async function gatherAll(api: ApiClient, revisions: ReadonlyMap<string, number>, concurrency: number) {
  const evidence: Evidence[] = [];
  const progress = startProgress('proving', revisions.size);
  await forEachBounded(revisions, concurrency, async ([accountId, revision]) => {
    evidence.push(await gatherEvidence(api, accountId, revision));
    progress.advance();
  }).finally(() => progress.end());
  return evidence;
}
