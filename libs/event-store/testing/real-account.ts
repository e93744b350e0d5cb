/** An account as customers have them, made by its own commands. */
import type { AccountCommand } from '#domain/account/decider.js';
import { SYSTEM, instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import type { AccountWriter } from '../writer/account-writer.js';
import type { Request } from '../writer/execute-command.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';

const DAY_MS = 86_400_000;
/** Purchases and promos, scoped and not, each used a little; no account at all below zero buckets. */
export async function buildAccount(writer: AccountWriter, accountId: string, buckets: number): Promise<void> {
  let sent = 0;
  const execute = (command: Pick<AccountCommand, 'type' | 'data'>) =>
    writer.execute(accountId, {
      ...command,
      origin: { ...SYSTEM, key: `${accountId}-${++sent}`, requestHash: `${sent}`.padStart(64, '0') },
    } as Request<AccountCommand>);
  if (buckets < 0) return void (await writer.query(accountId, ({ revision }) => revision));
  await execute({
    type: 'OpenAccount',
    data: { accountId, tag: accountId.padEnd(12, 'a').slice(0, 12), settings: DEFAULT_SETTINGS },
  });
  for (let nth = 0; nth < buckets; nth++) await execute(bucket(nth));
  if (buckets > 0) await execute({ type: 'ChargeUsage', data: charge } as never);
}

const charge = { cost: amount('0.015'), product: 'inference', model: 'vendor/model-70b', mode: 'authorize' };

function bucket(nth: number): Pick<AccountCommand, 'type' | 'data'> {
  if (nth % 3 === 0) {
    return { type: 'PurchasePrepaid', data: { amount: amount('10'), paymentMethod: 'usdc', status: 'completed' } };
  }
  const expiresAt = instant(Date.now() + (nth + 1) * DAY_MS);
  const scope =
    nth % 3 === 1 ? { scope: { products: ['inference'], models: ['vendor/model-70b', 'vendor/model-8b'] } } : {};
  return { type: 'GrantPromo', data: { amount: amount('5'), source: 'signup', expiresAt, ...scope } };
}
