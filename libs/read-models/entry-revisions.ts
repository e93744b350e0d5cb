import type { AccountEvent } from '#domain/account/events.js';

/** The revision of the event's last entry. */
export const lastRevision = ({ type, revision, data }: AccountEvent): number =>
  type === 'UsageCharged' ? revision + data.lines.length - 1 : revision;
