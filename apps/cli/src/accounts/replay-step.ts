/** One entry of a replay as text. */
import type { Balance } from '#domain/account/balance.js';
import type { Replayed } from '#from-log/replay.js';
import type { Paint } from '../terminal/colours.js';
import { bucketsTable } from './columns.js';

const AMOUNTS = ['total', 'available', 'held', 'overdraft'] as const;

export function stepText(
  { revision, type, recordedAt, actor, changes, before, after }: Replayed,
  last: number,
  paint: Paint,
): string {
  const who = actor.person === undefined ? actor.key : `${actor.person} (${actor.key})`;
  const amounts = AMOUNTS.map((name) => amountText(name, before.balance, after.balance, paint));
  const open = after.buckets.filter((bucket) => bucket.remaining !== '0.00' || bucket.held !== '0.00');
  return [
    `${paint('bold', `${revision} of ${last}  ${type}`)}  ${recordedAt}  by ${who}`,
    ...changes.map((change) => `  ${change}`),
    `  ${amounts.join('  ')}  status ${after.balance.status}`,
    ...(open.length > 0
      ? bucketsTable(open)
          .split('\n')
          .map((line) => paint('dim', `    ${line}`))
      : []),
  ].join('\n');
}

function amountText(name: (typeof AMOUNTS)[number], before: Balance, after: Balance, paint: Paint): string {
  const text = `${name} ${after[name]}`;
  return before[name] === after[name] ? text : paint('cyan', text);
}
