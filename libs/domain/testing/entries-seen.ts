/** What is seen of an entry of the domain's and of one of the model's, in one shape: where they agree, it is equal. */
import { turnOf } from '../account/alerts/turns.js';
import type { AccountEvent, AllocationLine } from '../account/events.js';
import { evolve } from '../account/evolve.js';
import type { Account } from '../account/state.js';
import { type ModelEntry, type Part, shown, units } from './model-state.js';

export const partShown = ({ bucketId, amount: part }: Part) => ({ bucketId, amount: shown(part) });

export const partsSeen = (lines: readonly AllocationLine[]) =>
  lines.map(({ bucketId, amount: paid }) => ({ bucketId, amount: paid }));

export function entriesSeen(before: Account, entries: readonly AccountEvent[]) {
  let state = before;
  return entries.map((entry) => {
    const booked = bookedUnits(state);
    state = evolve(state, entry);
    const turn = entry.type === 'EntriesJoined' ? undefined : turnOf(entry);
    return { type: entry.type, change: shown(bookedUnits(state) - booked), ...detailsOf(entry), ...(turn && { turn }) };
  });
}

const bookedUnits = ({ buckets, overdraft: owed }: Account): bigint =>
  buckets.reduce((total, each) => total + (each.isPending ? 0n : units(each.remaining) + units(each.held)), 0n) -
  units(owed);

function detailsOf(entry: AccountEvent): { overdraft?: string; parts?: object[]; low?: object } {
  if (entry.type === 'AlertRaised') {
    const { data } = entry;
    if (data.alert === 'low') return { low: { threshold: data.threshold, available: data.available } };
    return { parts: [{ bucketId: data.bucketId, amount: data.amount }] };
  }
  if (entry.type === 'UsageCharged') {
    const [line] = entry.data.lines;
    return { overdraft: line?.overdraft ?? '', parts: partsSeen(line?.allocation ?? []) };
  }
  if (entry.type === 'UsageRefunded')
    return { overdraft: entry.data.overdraft, parts: partsSeen(entry.data.allocation) };
  if (entry.type === 'OverdraftRepaid') return { parts: partsSeen(entry.data.repayments.flatMap(({ from }) => from)) };
  if ('allocation' in entry.data) {
    return { parts: partsSeen(entry.data.allocation) };
  }
  return {};
}

export const entryShown = ({ type, change, overdraft: owed, parts, low, turn }: ModelEntry) => ({
  type,
  change: shown(change),
  ...(owed === undefined ? {} : { overdraft: shown(owed) }),
  ...(parts === undefined ? {} : { parts: parts.map(partShown) }),
  ...(low === undefined ? {} : { low: { threshold: shown(low.threshold), available: shown(low.available) } }),
  ...(turn === undefined ? {} : { turn }),
});
