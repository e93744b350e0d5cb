/** Deciding as the write path does: old entries that a rule asks for are read from the log, and the command decided again. */
import { type AccountCommand, decide } from '../account/decider.js';
import { marksOf } from '../account/entries.js';
import type { AccountEvent } from '../account/events.js';
import type { Account } from '../account/state.js';
import { invariant } from '../errors.js';
import { type Decision, EntriesNeeded, type Search, isFoundBy, nameOf } from '../messages.js';

/** Entries by revision, in the order of the log. */
export type Log = ReadonlyMap<number, AccountEvent>;

export function decideReading(account: Account, command: AccountCommand, log: Log): Decision<Account, AccountEvent> {
  const at = new Map<number, AccountEvent | null>();
  const found = new Map<string, readonly AccountEvent[]>();
  for (;;) {
    try {
      return decide(command, account, { at, found });
    } catch (problem) {
      if (!(problem instanceof EntriesNeeded)) throw problem;
      const known = at.size + found.size;
      for (const revision of problem.revisions) at.set(revision, log.get(revision) ?? null);
      for (const search of problem.searches) found.set(nameOf(search), searched(log, account.revision, search));
      const asked = problem.revisions.length + problem.searches.length;
      invariant(at.size + found.size === known + asked, 'What is asked for is asked for once');
    }
  }
}

/** The log may know what came after the account. */
function searched(log: Log, upTo: number, search: Search): readonly AccountEvent[] {
  const all = [...log.values()].filter((entry) => entry.revision <= upTo && isFoundBy(marksOf(entry), search));
  return search.find === 'newest' ? all.slice(-1) : all;
}
