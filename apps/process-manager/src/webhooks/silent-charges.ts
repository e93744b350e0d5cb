/** What of the log notifies, told apart by its text: most of it are charges that notify of nothing, and parsing them is most of the work. */
import { type Entry, entriesOf } from '#domain/account/entries.js';
import { mayNotify } from '#domain/notifications/notifications.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { StoredEvent } from '#event-store/port/event-store.js';

/** How a line writes what it has made of the credits, by which alone a charge notifies. Within a text its quotes are escaped. */
const TURN = '"turn":';

/** Of an event whose data are text; none where it notifies of nothing. Throws `UnreadableEvent` where it is not known. */
export function entriesThatMayNotify({ type, data, metadata }: StoredEvent): readonly Entry[] {
  const text = data as string;
  const isSilent = type === 'UsageCharged' && !text.includes(TURN);
  if (isSilent && accountCodec.cut({ type, data: text, metadata })) return [];
  const event = accountCodec.decode({ type, data: JSON.parse(text), metadata });
  return mayNotify(event) ? entriesOf(event) : [];
}
