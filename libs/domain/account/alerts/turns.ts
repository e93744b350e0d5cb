/**
 * Credits are depleted, and recover (rule 6.14): what a decision has made of them is said by its last entry, so that neither
 * needs an entry of its own.
 */
import type { AccountEvent, Entry, Turn } from '../events.js';
import type { Account } from '../state.js';

/** Of a charge, its line says it. */
export const turnOf = (entry: Entry): Turn | undefined =>
  entry.type === 'UsageCharged' ? entry.data.lines[0]?.turn : entry.turn;

/** Of all entries of an event, the last one that says something. */
export const lastTurn = (event: Exclude<AccountEvent, { type: 'EntriesJoined' }>): Turn | undefined =>
  event.type === 'UsageCharged' ? event.data.lines.findLast(({ turn }) => turn !== undefined)?.turn : event.turn;

export function turned(entry: Entry, turn: Turn): Entry {
  if (entry.type !== 'UsageCharged') return { ...entry, turn };
  return { ...entry, data: { lines: entry.data.lines.map((line) => ({ ...line, turn })) } };
}

export function afterTurn(account: Account, turn: Turn): Account {
  const { isDepleted: _, ...others } = account;
  return turn === 'depleted' ? { ...others, isDepleted: true } : others;
}
