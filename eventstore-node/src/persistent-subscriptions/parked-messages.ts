import { randomUUID } from 'node:crypto';
import { type GroupKey } from '../protocol/group-key.js';
import type { EventLog } from '../storage/event-log.js';
import { isLink, LINK_EVENT_TYPE, linkTarget, linkText, linkTo } from '../storage/links.js';
import type { StreamEvent } from '../storage/log-reader.js';
import { BINARY_CONTENT, decodeRecordedEvent, type ProposedEvent } from '../storage/recorded-event.js';
import { firstReadableRevision, isDeleted, type StreamState } from '../storage/stream-catalog.js';
import { parkedStreamOf } from './group-streams.js';
import { ADMINS_ONLY, deleteStream, lastOf, write, writeMetadata } from './own-streams.js';

/**
 * The stream of links to events that a group gave up on. A replay hands them out again; they leave the stream, by its
 * `$tb`, as they are settled, so that a crash in between loses none.
 */
export class ParkedMessages {
  private readonly streamName: string;
  /** A replay of links before this revision was requested. */
  private replayedTo = 0;
  private nextToRead = 0;
  /** Revisions that were handed out and are not settled, in their order. */
  private readonly unsettled = new Set<number>();
  private isTruncating = false;

  constructor(
    private readonly log: EventLog,
    key: GroupKey,
  ) {
    this.streamName = parkedStreamOf(key);
  }

  /** How many are parked, on disk, and not replayed: as many as a replay would begin to hand out. */
  get count(): number {
    const stream = this.stream();
    const last = stream && lastOf(this.log, stream);
    return last ? Math.max(0, last.revision + 1 - Math.max(this.replayedTo, firstReadableRevision(stream))) : 0;
  }

  get isReplaying(): boolean {
    return this.nextToRead < this.replayedTo;
  }

  /** Resolves when it is on disk that the event is parked: that to which a link leads, where links are resolved. */
  park(record: Buffer, reason: string, { resolvesLinks }: { readonly resolvesLinks: boolean }): Promise<void> {
    const metadata = {
      added: new Date().toISOString(),
      reason,
      subscriptionEventNumber: decodeRecordedEvent(record).revision,
    };
    const link: ProposedEvent = {
      id: randomUUID(),
      type: LINK_EVENT_TYPE,
      contentType: BINARY_CONTENT,
      data: Buffer.from(this.linkFor(record, resolvesLinks)),
      metadata: Buffer.from(JSON.stringify(metadata)),
    };
    return write(this.log, this.streamName, link);
  }

  /** From now on `next` hands out what is parked before `stopAt`. */
  replay(stopAt: number): void {
    const stream = this.stream();
    const last = stream && lastOf(this.log, stream);
    if (!last) return;
    this.nextToRead = Math.max(this.nextToRead, firstReadableRevision(stream));
    this.replayedTo = Math.max(this.replayedTo, Math.min(stopAt, last.revision + 1));
  }

  next(limit: number): readonly StreamEvent[] {
    const stream = this.stream();
    if (!stream || !this.isReplaying) return [];
    const page = this.log.reader
      .streamForwards(stream, this.nextToRead, limit)
      .filter(({ revision }) => revision < this.replayedTo);
    for (const { revision } of page) this.unsettled.add(revision);
    const last = page[page.length - 1];
    this.nextToRead = last ? last.revision + 1 : this.replayedTo;
    return page;
  }

  /** The replayed message needs no further replay. */
  async settled(revision: number): Promise<void> {
    this.unsettled.delete(revision);
    if (this.isTruncating) return;
    this.isTruncating = true;
    try {
      for (
        let stream = this.stream();
        stream && firstReadableRevision(stream) < this.firstNeeded();
        stream = this.stream()
      )
        await writeMetadata(this.log, this.streamName, { $tb: this.firstNeeded(), $acl: ADMINS_ONLY });
    } finally {
      this.isTruncating = false;
    }
  }

  delete(): Promise<void> {
    return deleteStream(this.log, this.streamName);
  }

  private firstNeeded(): number {
    for (const revision of this.unsettled) return revision;
    return Math.min(this.nextToRead, this.replayedTo);
  }

  private linkFor(record: Buffer, resolvesLinks: boolean): string {
    if (!resolvesLinks || !isLink(record)) return linkTo(record);
    const target = linkTarget(this.log, record);
    return target ? linkTo(target) : linkText(record);
  }

  private stream(): StreamState | undefined {
    const stream = this.log.catalog.find(this.streamName);
    return stream && !isDeleted(stream) ? stream : undefined;
  }
}
