import type { FilterCriteria } from '../protocol/event-filter.js';
import { groupDoesNotExist, groupExists, groupFailed, groupsNotReady } from '../protocol/group-errors.js';
import { idOf, type GroupKey } from '../protocol/group-key.js';
import { notStored } from '../protocol/stream-errors.js';
import type { EventLog } from '../storage/event-log.js';
import { ALL } from '../storage/stream-settings.js';
import { loadConfiguration, saveConfiguration } from './configuration.js';
import type { GroupEntry } from './group-entry.js';
import { faultOfSettings, FROM_END, type GroupSettings } from './group-settings.js';
import { Group } from './group.js';
import { endOf } from './source-of.js';

const TICK_MS = 1000;

/** All groups of the node. What changes them happens one after the other, and is on disk before it is answered. */
export class PersistentSubscriptions {
  private entries: readonly GroupEntry[] = [];
  private readonly groups = new Map<string, Group>();
  /** Streams that have, or had, groups: the server distinguishes them from those that never did. */
  private readonly knownStreams = new Set<string>();
  /** Why nothing is served or changed. */
  private notReady: string | undefined;
  private lastChange: Promise<unknown> = Promise.resolve();
  private readonly ticking: NodeJS.Timeout;
  private readonly stopListening: () => void;

  constructor(
    private readonly log: EventLog,
    private readonly notice: (sentence: string) => void,
  ) {
    this.load();
    this.ticking = setInterval(() => this.forEach((group) => group.onTick()), TICK_MS).unref();
    this.stopListening = log.onAppended(() => this.forEach((group) => group.onAppended()));
  }

  create(key: GroupKey, settings: GroupSettings, filter: FilterCriteria | undefined, user: string): Promise<void> {
    return this.change(async () => {
      this.refuseStartBeyondEnd(key, settings);
      if (this.groups.has(idOf(key))) throw groupExists(key);
      refuseImpossible(key, settings);
      const entry = { key, settings, filter, liveAfter: endOf(this.log, key) };
      await this.save([...this.entries, entry], user);
      this.start(entry);
    });
  }

  /** The consumers are dropped. The checkpoint stays, and with it the place; so does the filter. */
  update(key: GroupKey, settings: GroupSettings, user: string): Promise<void> {
    return this.change(async () => {
      const group = this.find(key);
      this.refuseStartBeyondEnd(key, settings);
      refuseImpossible(key, settings);
      const { entry } = group;
      const staysLive = entry.settings.startFrom === FROM_END && settings.startFrom === FROM_END;
      const updated = { ...entry, settings, liveAfter: staysLive ? entry.liveAfter : endOf(this.log, key) };
      await this.save(
        this.entries.map((one) => (one === entry ? updated : one)),
        user,
      );
      await group.close();
      this.groups.delete(idOf(key));
      this.start(updated);
    });
  }

  delete(key: GroupKey, user: string): Promise<void> {
    return this.change(async () => {
      const group = this.find(key);
      await this.save(
        this.entries.filter((one) => one !== group.entry),
        user,
      );
      this.groups.delete(idOf(key));
      await group.close();
      await group.deleteStreams();
    });
  }

  /** Drops every consumer and begins again from what is stored. */
  restart(): Promise<void> {
    return this.change(
      async () => {
        await this.stopAll();
        this.groups.clear();
        this.knownStreams.clear();
        this.load();
      },
      { evenIfNotReady: true },
    );
  }

  find(key: GroupKey): Group {
    this.requireReady();
    const group = this.groups.get(idOf(key));
    if (!group) throw groupDoesNotExist(key);
    return group;
  }

  /** Sorted by stream; of one stream, if it is given. */
  list(streamName?: string): readonly Group[] {
    this.requireReady();
    if (streamName !== undefined && !this.knownStreams.has(streamName))
      throw groupDoesNotExist({ streamName, groupName: '' });
    return [...this.groups.values()]
      .filter(({ entry }) => streamName === undefined || entry.key.streamName === streamName)
      .sort((one, other) => compare(one.entry.key.streamName, other.entry.key.streamName));
  }

  async close(): Promise<void> {
    clearInterval(this.ticking);
    this.stopListening();
    await this.lastChange;
    this.notReady = 'it is stopping';
    await this.stopAll();
  }

  private refuseStartBeyondEnd(key: GroupKey, settings: GroupSettings): void {
    if (key.streamName === ALL && settings.startFrom > this.log.durablePosition)
      throw groupFailed(
        key,
        'Invalid Start From position: commit position must be less than or equal to the last commit position in the transaction file.',
      );
  }

  private async save(entries: readonly GroupEntry[], user: string): Promise<void> {
    await saveConfiguration(this.log, entries, user).catch((error: unknown) => {
      throw notStored(error);
    });
    this.entries = entries;
  }

  private load(): void {
    try {
      this.entries = loadConfiguration(this.log);
      this.notReady = undefined;
    } catch (error) {
      this.notReady = `their configuration can't be read: ${String(error)}`;
      this.notice(`Persistent subscriptions are not served: ${this.notReady}.`);
      return;
    }
    for (const entry of this.entries) {
      try {
        this.start(entry);
      } catch (error) {
        this.notice(`Group ${idOf(entry.key)} is not served: ${String(error)}`);
      }
    }
  }

  private start(entry: GroupEntry): void {
    this.knownStreams.add(entry.key.streamName);
    this.groups.set(idOf(entry.key), new Group(this.log, entry, this.notice));
  }

  private async stopAll(): Promise<void> {
    await Promise.all([...this.groups.values()].map((group) => group.close()));
  }

  private change(work: () => Promise<void>, { evenIfNotReady = false } = {}): Promise<void> {
    const changed = this.lastChange.then(() => {
      if (!evenIfNotReady) this.requireReady();
      return work();
    });
    this.lastChange = changed.catch(() => undefined);
    return changed;
  }

  private requireReady(): void {
    if (this.notReady !== undefined) throw groupsNotReady(this.notReady);
  }

  private forEach(notify: (group: Group) => void): void {
    for (const group of this.groups.values()) {
      try {
        notify(group);
      } catch (error) {
        this.notice(`Group ${idOf(group.entry.key)} failed: ${String(error)}`);
      }
    }
  }
}

function refuseImpossible(key: GroupKey, settings: GroupSettings): void {
  const fault = faultOfSettings(settings);
  if (fault) throw groupFailed(key, fault);
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
