/** What would end a grace window or a suspension (rule 6), in words for whoever is on the phone. */
import type { Schemas } from '#client/client.js';
import { exactAmount } from '../../format/amounts.js';
import { isPositive } from '../../format/decimals.js';

type Balance = Pick<Schemas['BalanceView'], 'overdraft' | 'available'>;
type Resource = Pick<Schemas['ResourceView'], 'status' | 'kind'>;

/** It ends when its reason is gone: no overdraft, and something available or nothing that runs. */
export function endsGrace({ overdraft, available }: Balance, resources: readonly Resource[]): string {
  const running = resources.filter(({ status }) => status === 'running').length;
  const owed = exactAmount(overdraft);
  const stopping =
    running === 1 ? 'the resource that runs is stopped' : `the ${running} resources that run are stopped`;
  const isFunded = running === 0 || isPositive(available);
  if (isPositive(overdraft) && isFunded) return `a top-up of ${owed}, which repays the overdraft`;
  if (isPositive(overdraft)) return `a top-up of more than the overdraft of ${owed}, or of just that once ${stopping}`;
  return isFunded ? 'any top-up' : `any top-up, or when ${stopping}`;
}

/** Restored by no overdraft, and something available or nothing left that is kept, storage included. */
export function endsSuspension({ overdraft }: Balance): string {
  const owed = isPositive(overdraft) ? `more than the overdraft of ${exactAmount(overdraft)}` : 'credits';
  return `A top-up of ${owed} restores the account and its storage; instances are not started again.`;
}
