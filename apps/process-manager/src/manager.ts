/**
 * Records what fell due, from a due list that may be late, early or gone. The log decides: an item leaves the list only
 * when the log says that nothing is due there any more. Whatever is kept here may be lost at any moment.
 */
import { nextDue } from '#domain/account/due.js';
import type { Account } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import type { AccountWriter } from '#event-store/writer/account-writer.js';
import { StoreUnavailable } from '#event-store/port/errors.js';
import { Backoffs } from '#followers/backoff.js';
import { commandFor } from './policy.js';

/** An account whose earliest deadline is said to lie at `at`. */
export type DueItem = { readonly accountId: string; readonly at: Instant };

export type DueList = {
  /** Earliest first, `at` up to and including `now`. */
  due(now: Instant, limit: number): Promise<readonly DueItem[]>;
  /** Takes the item out, unless the account has another deadline by now. */
  settle(item: DueItem): Promise<void>;
};

export type ManagerParts = {
  readonly dueList: DueList;
  readonly writer: Pick<AccountWriter, 'query' | 'execute'>;
  readonly clock: () => Instant | Promise<Instant>;
  readonly onFailure: (accountId: string, error: unknown) => void;
};

const lookAt = (account: Account, now: Instant) => ({ command: commandFor(account, now), next: nextDue(account) });

/** Accounts that are dealt with in one round; after a full one the next begins at once. */
const ACCOUNTS_PER_ROUND = 256;
/** For how long an account that failed is left alone. */
const PAUSES = { firstMs: 250, longestMs: 30_000 };

export type Manager = {
  /** One look at the due list. Resolves to true where there may be more to do at once; rejects without its stores. */
  round(): Promise<boolean>;
};

export function createManager({ dueList, writer, clock, onFailure }: ManagerParts): Manager {
  const backoffs = new Backoffs(PAUSES);

  /** Whether the list is wrong is for the log to say, not for a clock: between two looks it may have stepped back. */
  async function record(item: DueItem): Promise<void> {
    const { accountId, at } = item;
    let { command, next } = await writer.query(accountId, lookAt);
    // A sweep is a bounded piece of work: other accounts' are done between two of one account that has much due.
    while (command) {
      const { state, now } = await writer.execute(accountId, command);
      ({ command, next } = lookAt(state, now));
    }
    // Deadlines that the clock has not reached stay in the list; so does what the projector moves there meanwhile.
    if (next && next.at <= at) return;
    await dueList.settle(item);
  }

  async function attempt(item: DueItem): Promise<void> {
    try {
      await record(item);
      backoffs.succeed(item.accountId);
    } catch (error) {
      // No account's fault: the round as a whole has failed.
      if (error instanceof StoreUnavailable) throw error;
      backoffs.fail(item.accountId);
      onFailure(item.accountId, error);
    }
  }

  return {
    async round() {
      // Accounts that failed stay at the head of the list; asking for more keeps them from hiding the others.
      const limit = ACCOUNTS_PER_ROUND + backoffs.size;
      const listed = await dueList.due(await clock(), limit);
      // Accounts that are not listed have nothing due any more: another manager recorded it.
      backoffs.keepOnly(new Set(listed.map(({ accountId }) => accountId)));
      const items = listed.filter(({ accountId }) => !backoffs.isWaiting(accountId)).slice(0, ACCOUNTS_PER_ROUND);
      await Promise.all(items.map(attempt));
      return items.length > 0 && listed.length === limit;
    },
  };
}
