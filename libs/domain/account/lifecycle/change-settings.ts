import type { Command } from '../../messages.js';
import type { Rule } from '../draft.js';
import type { Settings } from '../events.js';

export type ChangeSettings = Command<'ChangeSettings', { readonly settings: Partial<Settings> }>;

/** Changes what is named; the rest stays. What was decided under the old settings stands. */
export const changeSettings: Rule<ChangeSettings> = (draft, { data }) => {
  draft.add('AccountSettingsChanged', data);
};
