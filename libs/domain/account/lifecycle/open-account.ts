import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { command } from '../command.js';
import type { Settings } from '../events.js';

/** `settings` is complete: the defaults of the configuration with what the request overrides. */
export type OpenAccount = Command<
  'OpenAccount',
  { readonly accountId: string; readonly tag: string; readonly name?: string; readonly settings: Settings }
>;

/** Opens an account, once. */
export const openAccount = command<OpenAccount>('OpenAccount', {
  decide(draft, { data }) {
    if (draft.account.status !== 'unopened') {
      throw new DomainError('already-exists', `Account ${data.accountId} exists already.`, { field: 'accountId' });
    }
    draft.add('AccountOpened', data);
  },
  bringsCreditsIn: false,
});
