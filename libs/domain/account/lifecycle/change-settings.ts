import type { Command } from '../../messages.js';
import { command } from '../command.js';
import type { Settings } from '../events.js';

export type ChangeSettings = Command<'ChangeSettings', { readonly settings: Partial<Settings> }>;

/** Changes what is named; the rest stays. What was decided under the old settings stands. */
export const changeSettings = command<ChangeSettings>('ChangeSettings', {
  decide(draft, { data }) {
    draft.add('AccountSettingsChanged', data);
  },
  bringsCreditsIn: false,
});
