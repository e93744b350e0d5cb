import { groupDropped, maximumSubscribersReached } from '../protocol/group-errors.js';
import { placeText } from '../protocol/group-key.js';
import type { EventLog } from '../storage/event-log.js';
import { Checkpointing } from './checkpointing.js';
import { Checkpoints } from './checkpoints.js';
import type { Consumer } from './consumer.js';
import { Deliveries } from './deliveries.js';
import type { GroupEntry } from './group-entry.js';
import type { GroupInfo } from './group-info.js';
import { Intake } from './intake.js';
import type { Message } from './message.js';
import { ParkedMessages } from './parked-messages.js';
import { Progress } from './progress.js';
import { sourceOf } from './source-of.js';

/** What a consumer wants done with messages that it did not process. */
export type Refusal = 'park' | 'retry' | 'skip';

/**
 * A group: one place in a stream or in `$all`, moved on by all of its consumers together. Every event goes to one of them
 * until it is acknowledged, skipped or parked; a checkpoint holds up to where that is so, and a start resumes there.
 */
export class Group {
  private readonly progress: Progress;
  private readonly deliveries: Deliveries;
  private readonly parked: ParkedMessages;
  private readonly intake: Intake;
  private readonly checkpoints: Checkpoints;
  private readonly checkpointing: Checkpointing;
  private readonly writes = new Set<Promise<void>>();
  /** Could not be parked: they wait for the next tick. */
  private readonly unparked: Message[] = [];
  private isClosed = false;
  /** Its stream was tombstoned before it was read to the end. As on the server, nobody can consume it any more. */
  private isFaulted = false;
  private noticedAt = -Infinity;

  constructor(
    log: EventLog,
    readonly entry: GroupEntry,
    private readonly notice: (sentence: string) => void,
  ) {
    const { key, settings } = entry;
    this.checkpoints = new Checkpoints(log, key);
    const checkpoint = this.checkpoints.load();
    const source = sourceOf(log, entry, checkpoint);
    this.progress = new Progress(source);
    this.deliveries = new Deliveries(log, settings, (message) => this.settle(message));
    this.parked = new ParkedMessages(log, key);
    this.checkpointing = new Checkpointing(settings, this.progress, this.checkpoints, checkpoint);
    const failed = (error: unknown) => this.noticeFailure('could not read its events', error);
    const { parked, progress, deliveries } = this;
    const ended = () => this.fault();
    this.intake = new Intake({ source, parked, progress, deliveries, settings, failed, ended });
    this.intake.goOn();
  }

  get consumers(): readonly Consumer[] {
    return this.deliveries.consumers;
  }

  /** Throws what keeps a further consumer from connecting. */
  requireRoom(): void {
    const { key, settings } = this.entry;
    if (this.isClosed) throw groupDropped(key);
    if (settings.maxSubscriberCount !== 0 && this.consumers.length >= settings.maxSubscriberCount)
      throw maximumSubscribersReached(key);
  }

  /** Gives the consumer its share until it is disconnected. */
  connect(consumer: Consumer): void {
    this.deliveries.connect(consumer);
    if (this.isFaulted) this.dropConsumers();
    else this.deliveries.push();
  }

  disconnect(consumer: Consumer): void {
    if (this.isClosed) return;
    this.deliveries.disconnect(consumer);
    this.goOn();
  }

  acknowledge(ids: readonly string[]): void {
    this.takeBack(ids, (message) => this.settle(message));
  }

  refuse(ids: readonly string[], refusal: Refusal, reason: string): void {
    this.takeBack(ids, (message) => {
      if (refusal === 'park') this.park(message, `Client explicitly NAK'ed message.\n${reason}`);
      else if (refusal === 'retry') this.retryOrPark(message);
      else this.settle(message);
    });
  }

  /** Hands out again what is parked, up to the link with that revision in the parked stream, which is left. */
  replayParked(stopAt: number): void {
    this.parked.replay(stopAt);
    this.intake.goOn();
  }

  onAppended(): void {
    this.intake.onAppended();
  }

  /** Once a second: what consumers kept too long goes to others, and a checkpoint may be due. */
  onTick(): void {
    for (const message of this.unparked.splice(0)) this.deliveries.retry(message);
    this.takeBack(this.deliveries.expired(), (message) => this.retryOrPark(message));
    this.considerCheckpoint(true);
  }

  /** Drops its consumers, and delivers nothing any more. Resolves when nothing is being written either. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.intake.stop();
    this.dropConsumers();
    await Promise.all(this.writes);
  }

  /** After `close`: leaves no trace for a group of the same name. */
  async deleteStreams(): Promise<void> {
    await this.checkpoints.delete();
    await this.parked.delete();
  }

  info(): GroupInfo {
    const { key, settings } = this.entry;
    const { backlog, items, outstandingCount } = this.deliveries;
    const text = (place: number | undefined) => (place === undefined ? '' : placeText(key, place));
    return {
      key,
      settings,
      outstandingCount,
      status: this.status(),
      consumers: this.deliveries.figures(),
      items: items.measure(),
      startFrom: placeText(key, settings.startFrom),
      lastCheckpointed: text(this.checkpointing.lastPlace),
      lastKnown: text(this.intake.lastKnown),
      freshCount: backlog.freshCount,
      retryCount: backlog.retryCount,
      liveCount: this.intake.liveCount,
      parkedCount: this.parked.count,
    };
  }

  /** The server's flags, in its order. */
  private status(): string {
    const { isLive } = this.intake;
    const flags = [!isLive && 'Behind', this.parked.isReplaying && 'ReplayingParkedMessages', isLive && 'Live'];
    return flags.filter(Boolean).join(', ');
  }

  private fault(): void {
    this.isFaulted = true;
    this.dropConsumers();
  }

  private dropConsumers(): void {
    for (const { call } of this.consumers) call.fail(groupDropped(this.entry.key));
  }

  /** Treats those of the messages that consumers still have. */
  private takeBack(ids: readonly string[], treat: (message: Message) => void): void {
    if (this.isClosed) return;
    for (const id of ids) {
      const message = this.deliveries.takeBack(id);
      if (message) treat(message);
    }
    this.goOn();
  }

  private goOn(): void {
    if (this.isClosed) return;
    this.considerCheckpoint(false);
    this.intake.goOn();
    this.deliveries.push();
  }

  private settle({ origin }: Message): void {
    this.progress.settled(origin);
    if (origin.kind === 'parked')
      this.track(this.parked.settled(origin.revision), 'could not truncate its parked messages');
  }

  private retryOrPark(message: Message): void {
    const { maxRetryCount } = this.entry.settings;
    if (message.retryCount < maxRetryCount) this.deliveries.retry(message);
    else this.park(message, `Reached retry count of ${maxRetryCount}`);
  }

  /** The message counts as settled when it is parked on disk; if that fails, it is sent again. */
  private park(message: Message, reason: string): void {
    const record = this.deliveries.recordOf(message);
    if (!record) return this.settle(message);
    // What was parked before is sent as a link, and parked as what that leads to.
    const resolvesLinks = message.origin.kind === 'parked' || this.entry.settings.resolveLinkTos;
    const parking = this.parked.park(record, reason, { resolvesLinks }).then(
      () => this.settle(message),
      (error: unknown) => {
        this.unparked.push(message);
        throw error;
      },
    );
    this.track(
      parking.finally(() => this.goOn()),
      'could not park a message',
    );
  }

  private considerCheckpoint(isTimeCheck: boolean): void {
    this.track(this.checkpointing.consider(isTimeCheck), 'could not write its checkpoint');
  }

  private track(write: Promise<void>, failure: string): void {
    const tracked: Promise<void> = write
      .catch((error: unknown) => this.noticeFailure(failure, error))
      .finally(() => this.writes.delete(tracked));
    this.writes.add(tracked);
  }

  /** What fails for one message, on a full disk, fails for many: one notice a second is enough. */
  private noticeFailure(failure: string, error: unknown): void {
    if (performance.now() - this.noticedAt < 1000) return;
    this.noticedAt = performance.now();
    const { streamName, groupName } = this.entry.key;
    const reason = error instanceof Error ? error.message : String(error);
    this.notice(`Group ${groupName} on ${streamName} ${failure}: ${reason}`);
  }
}
