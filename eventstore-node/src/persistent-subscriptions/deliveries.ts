import type { EventLog } from '../storage/event-log.js';
import { isLink, linkTarget } from '../storage/links.js';
import { decodeRecordedEvent, type RecordedEvent } from '../storage/recorded-event.js';
import { Backlog, type Offered } from './backlog.js';
import type { Consumer, ConsumerFigures } from './consumer.js';
import type { ConsumerStrategy } from './consumer-strategy.js';
import type { GroupSettings } from './group-settings.js';
import type { Message } from './message.js';
import { Outstanding } from './outstanding.js';
import { strategyOf } from './strategy-of.js';
import { Throughput } from './throughput.js';

/** Brings messages to consumers and back: what waits, who has what, and for how long. */
export class Deliveries {
  readonly backlog: Backlog;
  readonly items = new Throughput();
  private readonly outstanding: Outstanding;
  private readonly strategy: ConsumerStrategy;

  constructor(
    private readonly log: EventLog,
    private readonly settings: GroupSettings,
    /** Called with a message whose event can't be read any more: there is nothing left to deliver. */
    private readonly vanished: (message: Message) => void,
  ) {
    this.backlog = new Backlog(settings.historyBufferSize);
    this.outstanding = new Outstanding(settings.messageTimeoutMs);
    this.strategy = strategyOf(settings.strategy, (message) => this.eventOf(message));
  }

  get consumers(): readonly Consumer[] {
    return this.strategy.consumers;
  }

  get outstandingCount(): number {
    return this.outstanding.count;
  }

  connect(consumer: Consumer): void {
    this.strategy.add(consumer);
  }

  /** What the consumer had goes to others. */
  disconnect(consumer: Consumer): void {
    this.strategy.remove(consumer);
    for (const id of consumer.inFlight) {
      const message = this.takeBack(id);
      if (message) this.retry(message);
    }
  }

  /** Hands out what waits, as far as consumers take it. */
  push(): void {
    if (this.consumers.length > 0) this.backlog.offer((message) => this.send(message));
  }

  /** The message that a consumer answers; undefined if nobody has it any more. */
  takeBack(id: string): Message | undefined {
    return this.outstanding.takeBack(id, performance.now());
  }

  retry(message: Message): void {
    message.retryCount++;
    this.backlog.addRetry(message);
  }

  expired(): readonly string[] {
    return this.outstanding.expired(performance.now());
  }

  recordOf({ record, position }: Message): Buffer | undefined {
    if (record) return record;
    const [event] = this.log.reader.forwards(position, 1);
    return event?.position === position ? event.record : undefined;
  }

  figures(): readonly ConsumerFigures[] {
    return this.consumers.map((consumer) => consumer.figures());
  }

  private send(message: Message): Offered {
    if (this.outstanding.has(message.id)) return 'busy';
    const consumer = this.strategy.choose(message);
    if (consumer === 'busy' || consumer === 'full') return consumer;
    const record = this.recordOf(message);
    message.record = undefined;
    if (!record) this.vanished(message);
    else this.sendTo(consumer, message, record);
    return 'sent';
  }

  private sendTo(consumer: Consumer, message: Message, record: Buffer): void {
    const { position, origin, retryCount } = message;
    const frame = origin.kind === 'parked' ? consumer.frames.ofReplayed : consumer.frames.ofEvent;
    const hasRoom = consumer.call.writeFrame(frame({ record, position }, retryCount));
    this.outstanding.add(message, consumer, performance.now());
    this.items.count();
    if (!hasRoom) void consumer.call.drained().then(() => this.push());
  }

  /** What a message is about, for those who pin it. */
  private eventOf(message: Message): RecordedEvent | undefined {
    const record = this.recordOf(message);
    if (!record) return undefined;
    const resolves = message.origin.kind === 'parked' || this.settings.resolveLinkTos;
    const target = resolves && isLink(record) ? linkTarget(this.log, record) : undefined;
    return decodeRecordedEvent(target ?? record);
  }
}
