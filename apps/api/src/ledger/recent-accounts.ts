import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { EventStore } from '#event-store/port/event-store.js';
import { idOf, streamPrefix } from '#event-store/port/streams.js';
import type { Logger } from '#platform/logging.js';
import { ACCOUNTS } from './aggregates.js';
import { Ledger } from './ledger.js';
import { EVENT_STORE, LOGGER } from './tokens.js';

/** Of the log, from its end backwards; several of them may be of one account. */
const MOST_EVENTS = 4_000;
const MOST_ACCOUNTS = 2_000;
const LONGEST_MS = 2_000;
const AT_ONCE = 64;

/**
 * The accounts that were written to last are those that are charged next. After a restart they are loaded before the process
 * is ready: otherwise its first requests wait for loads of all of them at once, by code that V8 has not compiled yet.
 */
@Injectable()
export class RecentAccounts {
  private loading: Promise<void> | null = null;

  constructor(
    private readonly ledger: Ledger,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Begins with the first call; resolves for all when they are loaded, or enough time has passed. Never rejects: nothing depends on it. */
  load(): Promise<void> {
    // A store that has fallen silent meanwhile is not waited for: whoever asks for readiness is to have an answer.
    this.loading ??= Promise.race([
      this.loadAll(performance.now() + LONGEST_MS),
      sleep(LONGEST_MS, undefined, { ref: false }),
    ]);
    return this.loading;
  }

  private async loadAll(until: number): Promise<void> {
    try {
      const ids = (await this.newest()).values();
      const one = async () => {
        for (const id of ids) {
          if (performance.now() > until) return;
          await this.ledger.query(ACCOUNTS, id, () => {});
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, one));
    } catch (error) {
      this.logger.warn({ err: error }, 'Accounts that were written to last are not in memory yet');
    }
  }

  private async newest(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    const prefix = streamPrefix(ACCOUNTS.name);
    for await (const { stream } of this.store.readAll({ from: 'end', direction: 'backwards', maxCount: MOST_EVENTS })) {
      if (stream.startsWith(prefix)) ids.add(idOf(ACCOUNTS.name, stream));
      if (ids.size === MOST_ACCOUNTS) break;
    }
    return ids;
  }
}
