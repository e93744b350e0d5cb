import { parsePlace, placeText, type GroupKey } from '../protocol/group-key.js';
import type { EventLog } from '../storage/event-log.js';
import { checkpointStreamOf } from './group-streams.js';
import { ADMINS_ONLY, deleteStream, jsonEvent, lastEventOf, write, writeMetadata } from './own-streams.js';

const CHECKPOINT_EVENT_TYPE = 'SubscriptionCheckpoint';
const KEPT = 2;

/** The stream that holds up to where a group has settled everything. */
export class Checkpoints {
  private readonly streamName: string;

  constructor(
    private readonly log: EventLog,
    private readonly key: GroupKey,
  ) {
    this.streamName = checkpointStreamOf(key);
  }

  load(): number | undefined {
    const event = lastEventOf(this.log, this.streamName);
    if (!event) return undefined;
    const text: unknown = JSON.parse(Buffer.from(event.data).toString('utf8'));
    const place = parsePlace(String(text));
    if (place === undefined)
      throw new Error(`${this.streamName} ends with ${String(text)}, which is not a checkpoint.`);
    return place;
  }

  async save(place: number): Promise<void> {
    const stream = this.log.catalog.find(this.streamName);
    if (stream?.settings.maxCount !== KEPT) {
      // What a deleted group of the same name has left must not be seen again.
      const truncated = stream ? { $tb: stream.lastRevision + 1 } : {};
      await writeMetadata(this.log, this.streamName, { ...truncated, $maxCount: KEPT, $acl: ADMINS_ONLY });
    }
    await write(this.log, this.streamName, jsonEvent(CHECKPOINT_EVENT_TYPE, placeText(this.key, place)));
  }

  delete(): Promise<void> {
    return deleteStream(this.log, this.streamName);
  }
}
