import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Clock } from '#event-store/clock.js';
import type { EventStore } from '#event-store/port/event-store.js';
import type { Config } from '#platform/config.js';
import type { Logger } from '#platform/logging.js';
import { untilAnswered } from '#platform/waiting.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import type { Reader } from '#read-models/reader/reader.js';
import { RecentAccounts } from './recent-accounts.js';
import { CLOCK, CONFIG, EVENT_STORE, LOGGER, READER } from './tokens.js';

/**
 * The stores may come up later than the API, which listens all the same and answers 503 until then. This logs what
 * it waits for, has a test clock begin as soon as there is a log that can hold it, and then the accounts of late be loaded.
 */
@Injectable()
export class AwaitedStores implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly ending = new AbortController();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(READER) private readonly reader: Reader,
    private readonly recent: RecentAccounts,
  ) {}

  onApplicationBootstrap(): void {
    const { eventStoreUrl, redisUrl } = this.config;
    const identity = identityOf(this.store);
    const needed = [
      { name: 'the event store', url: eventStoreUrl, check: () => identity.first().then(() => this.clock()) },
      { name: 'Redis', url: redisUrl, check: () => this.reader.reach() },
    ];
    void untilAnswered(needed, this.logger, this.ending.signal).then(() => {
      if (!this.ending.signal.aborted) void this.recent.load();
    });
  }

  beforeApplicationShutdown(): void {
    this.ending.abort();
  }
}
