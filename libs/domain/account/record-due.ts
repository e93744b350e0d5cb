import type { Command } from '../messages.js';
import { command } from './command.js';
import { DUE_FACTS_PER_SWEEP, recordDue as recordWhatIsDue } from './due.js';

/** Requests nothing but what fell due by itself, the first of it: whoever sends it goes on until nothing is due. */
export type RecordDue = Command<'RecordDue', Record<string, never>>;

export const recordDue = command<RecordDue>('RecordDue', {
  decide: (draft, { now }) => recordWhatIsDue(draft, now, { atMost: DUE_FACTS_PER_SWEEP }),
  bringsCreditsIn: false,
});
