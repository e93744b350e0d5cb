/** What the log has of an entry, as it is shown. */
import type { Entry } from '#domain/account/entries.js';
import type { Actor, Instant } from '#domain/messages.js';

/** `data` is the entry's own (events.ts in the domain); of a charge, its line. */
export type EntryView = {
  readonly revision: number;
  readonly type: Entry['type'];
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly actor: Actor;
  readonly data: unknown;
};

export function entryView(entry: Entry): EntryView {
  const { revision, type, recordedAt, effectiveAt, origin } = entry;
  return { revision, type, recordedAt, effectiveAt, actor: origin.actor, data: dataOf(entry) };
}

/** Of a charge, its line without what the item says already. */
function dataOf(entry: Entry): unknown {
  const [line] = entry.type === 'UsageCharged' ? entry.data.lines : [];
  if (line === undefined) return entry.data;
  const { revision: _, effectiveAt: __, key: ___, requestHash: ____, actor: _____, ...charge } = line;
  return charge;
}
