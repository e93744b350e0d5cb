/** The account's events as they are stored: every type that the features' tables know. golden/ holds one of each version. */
import { ENTRY_TYPES } from '#domain/account/event-table.js';
import type { AccountEvent, EventData } from '#domain/account/events.js';
import type { Origin } from '#domain/messages.js';
import { UnreadableEvent, createCodec, originWritten } from './codec.js';

/** Each line of a `UsageCharged` has an origin of its own; the event goes by its first. */
function originOfLines({ lines: [line] }: EventData<'UsageCharged'>): Origin {
  if (!line) throw new UnreadableEvent('A UsageCharged holds at least one line');
  return originWritten(line);
}

/** Version 1 is older than plans: what it does not say of them was so for every account then. */
const withPlanOverage = (data: unknown): EventData<'AccountOpened'> => {
  const opened = data as EventData<'AccountOpened'>;
  return { ...opened, settings: { ...BEFORE_PLANS, ...opened.settings } };
};
const BEFORE_PLANS = { planOverage: 'pause' } as const;

export const accountCodec = createCodec<AccountEvent>([...ENTRY_TYPES, 'EntriesJoined'], {
  AccountOpened: { upcasters: [withPlanOverage] },
  EntriesJoined: { holdsEntries: true },
  UsageCharged: { originOf: originOfLines, isOfLines: true },
});
