import { createHash } from 'node:crypto';
import { LINK_EVENT_TYPE } from '../storage/links.js';
import type { RecordedEvent } from '../storage/recorded-event.js';
import { parseObject } from '../storage/stream-settings.js';
import type { Consumer } from './consumer.js';
import type { ConsumerStrategy } from './consumer-strategy.js';
import type { Message } from './message.js';

const BUCKETS = 1024;

/**
 * Messages of one stream (or correlation) go to the same consumer as long as it is connected, even while others are
 * idle. Streams share 1,024 buckets; each belongs to a consumer from its first message on, to the one that has the fewest.
 */
export class Pinned implements ConsumerStrategy {
  readonly consumers: Consumer[] = [];
  private readonly owners: (Consumer | undefined)[] = [];

  constructor(private readonly keyOf: (message: Message) => string) {}

  /** A newcomer takes its fair share of the buckets from those who have more than that. */
  add(consumer: Consumer): void {
    this.consumers.push(consumer);
    const owned = this.bucketsByOwner();
    const share = Math.ceil(this.owners.filter(Boolean).length / this.consumers.length);
    for (const buckets of owned.values()) for (const bucket of buckets.slice(share)) this.owners[bucket] = consumer;
  }

  remove(consumer: Consumer): void {
    const at = this.consumers.indexOf(consumer);
    if (at >= 0) this.consumers.splice(at, 1);
    for (const bucket of this.bucketsByOwner().get(consumer) ?? []) this.owners[bucket] = undefined;
  }

  choose(message: Message): Consumer | 'busy' | 'full' {
    if (!this.consumers.some(({ hasRoom }) => hasRoom)) return 'full';
    message.pinnedBy ??= this.keyOf(message);
    const bucket = bucketOf(message.pinnedBy);
    const owner = (this.owners[bucket] ??= this.leastLoaded());
    return owner.hasRoom ? owner : 'busy';
  }

  private leastLoaded(): Consumer {
    const owned = this.bucketsByOwner();
    const countOf = (consumer: Consumer) => owned.get(consumer)?.length ?? 0;
    return this.consumers.reduce((least, next) => (countOf(next) < countOf(least) ? next : least));
  }

  private bucketsByOwner(): Map<Consumer, number[]> {
    const owned = new Map<Consumer, number[]>();
    for (const [bucket, owner] of this.owners.entries()) {
      if (!owner) continue;
      const buckets = owned.get(owner);
      if (buckets) buckets.push(bucket);
      else owned.set(owner, [bucket]);
    }
    return owned;
  }
}

const bucketOf = (key: string): number => createHash('sha1').update(key).digest().readUInt32BE() % BUCKETS;

/** The stream an event is in; for a link that leads nowhere, the stream it names. */
export function streamOf(event: RecordedEvent | undefined): string {
  if (event?.type !== LINK_EVENT_TYPE) return event?.streamName ?? '';
  const link = Buffer.from(event.data).toString('utf8');
  return link.slice(link.indexOf('@') + 1);
}

/** `$correlationId` of the event's metadata; the stream where there is none. */
export function correlationOf(event: RecordedEvent | undefined): string {
  const correlation = event && parseObject(event.metadata)['$correlationId'];
  return typeof correlation === 'string' ? correlation : streamOf(event);
}
