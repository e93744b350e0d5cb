/** Accounts that a test makes for itself: of one thing that is to be seen, and nothing else. */
import { expect } from '@jest/globals';
import type { Rig } from './rig.js';

async function sent(command: Promise<{ error?: unknown }>): Promise<void> {
  expect((await command).error).toBeUndefined();
}

const commandOf = (accountId: string, name: string) => {
  return { path: { accountId }, header: { 'Idempotency-Key': `${accountId}-${name}` } };
};

async function opened(rig: Rig, accountId: string, credits: string): Promise<void> {
  const settings = { graceWindowSeconds: 2 * 86_400 };
  const params = { header: commandOf(accountId, 'open').header };
  await sent(rig.api().POST('/v1/accounts', { params, body: { accountId, settings } }));
  const body = { amount: credits, paymentMethod: 'usdc', status: 'completed' } as const;
  await sent(rig.api().POST('/v1/accounts/{accountId}/purchases', { params: commandOf(accountId, 'buy'), body }));
}

/** A bucket of most tiers, granted in another order than they are drawn on, and one that has lapsed; their ids in order. */
export async function tiers(rig: Rig): Promise<readonly string[]> {
  await opened(rig, 'tiers', '10');
  const now = Date.parse((await rig.api().GET('/v1/session')).data!.now);
  const hours = (count: number) => new Date(now + count * 3_600_000).toISOString();
  const granted = async (name: string, body: object): Promise<string> => {
    const params = commandOf('tiers', name);
    const grant = { amount: '5', source: 'support', ...body } as const;
    return (await rig.api().POST('/v1/accounts/{accountId}/grants', { params, body: grant })).data!.bucketId;
  };
  const scope = { models: ['llama-70b'] };
  const never = await granted('never', {});
  const neverScoped = await granted('never-scoped', { scope });
  await granted('over', { amount: '7', scope, expiresAt: hours(1) });
  const late = await granted('late', { expiresAt: hours(900) });
  const soon = await granted('soon', { expiresAt: hours(90) });
  const scoped = await granted('scoped', { scope, expiresAt: hours(2_000) });
  await rig.advance(2 * 3_600);
  const used = { product: 'inference', amount: '1' };
  await sent(rig.api().POST('/v1/accounts/{accountId}/charges', { params: commandOf('tiers', 'use'), body: used }));
  const { data } = await rig
    .api()
    .GET('/v1/accounts/{accountId}/buckets', { params: { path: { accountId: 'tiers' } } });
  const prepaid = data!.items.find(({ kind }) => kind === 'prepaid')!.bucketId;
  return [scoped, soon, late, neverScoped, never, prepaid];
}

/** In debt, with something that runs. */
export async function graced(rig: Rig): Promise<void> {
  await opened(rig, 'graced', '10');
  const runs = { resourceId: 'vm-1', kind: 'instance', product: 'vm', ratePerHour: '0.01' } as const;
  await sent(rig.api().POST('/v1/accounts/{accountId}/resources', { params: commandOf('graced', 'run'), body: runs }));
  const used = { product: 'inference', amount: '13.20' };
  await sent(rig.api().POST('/v1/accounts/{accountId}/charges', { params: commandOf('graced', 'use'), body: used }));
}

export async function longHistory(rig: Rig, charges: number): Promise<void> {
  await opened(rig, 'long', '1000');
  const lines = Array.from({ length: charges }, (_, nth) => {
    return { accountId: 'long', idempotencyKey: `long-${nth}`, product: 'inference', amount: '0.01' };
  });
  for (let at = 0; at < charges; at += 500) {
    await sent(rig.api().POST('/v1/charges/batch', { body: { charges: lines.slice(at, at + 500) } }));
  }
}
