import { DomainError } from '../../errors.js';
import type { Account } from '../state.js';

/** The refusal of every new command where there is no account, or it is closed (rule 5.52). */
export function requireOpen({ status, accountId }: Account): void {
  if (status === 'unopened') throw new DomainError('account-not-found', 'There is no such account.');
  if (status === 'closed') throw new DomainError('account-closed', `Account ${accountId} is closed.`);
}
