/** What a command is: one record, in the file of its rule. `decider.ts` holds the table of them. */
import type { Command, Instant } from '../messages.js';
import type { Rule } from './draft.js';
import type { Account } from './state.js';

export type CommandRecord<C extends Command> = {
  readonly type: C['type'];
  /** The rule: adds the events of the command to the draft, or throws a `DomainError`. */
  readonly decide: Rule<C>;
  /** What is invalid on any account, also where there is none or it is closed (rule 11.3: 400 before 404). */
  readonly check?: (data: C['data'], now: Instant) => void;
  /** What the role of whoever sends it may not do to this account (rule 11.3: 403 before 400). */
  readonly authorize?: (account: Account, data: C['data']) => void;
  /** Then it is decided before a termination that is due and unrecorded (rule 2.33). */
  readonly bringsCreditsIn: boolean | ((data: C['data']) => boolean);
};

export const command = <C extends Command>(
  type: C['type'],
  record: Omit<CommandRecord<C>, 'type'>,
): CommandRecord<C> => ({ type, ...record });
