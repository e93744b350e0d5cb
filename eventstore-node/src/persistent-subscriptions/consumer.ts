import type { EventWriter } from '../protocol/read-responses.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { AnswerTimes, type Measurement } from './answer-times.js';
import { Throughput, type Measured } from './throughput.js';

export interface ConsumerDetails {
  readonly connectionName: string;
  readonly username: string;
  /** How many unanswered messages the client wants at most. */
  readonly window: number;
}

export interface ConsumerFigures extends ConsumerDetails {
  readonly items: Measured;
  readonly inFlight: number;
  readonly availableSlots: number;
  readonly measurements: readonly Measurement[];
}

/** One connected client of a group: takes messages as long as its window and its connection have room. */
export class Consumer {
  private readonly sentAt = new Map<string, number>();
  private readonly items = new Throughput();
  private readonly answerTimes: AnswerTimes | undefined;

  constructor(
    readonly call: GrpcCall,
    readonly details: ConsumerDetails,
    /** Write events as this client wants them. What is replayed is a link to the event, always resolved. */
    readonly frames: { readonly ofEvent: EventWriter; readonly ofReplayed: EventWriter },
    { measuresAnswers }: { readonly measuresAnswers: boolean },
  ) {
    this.answerTimes = measuresAnswers ? new AnswerTimes() : undefined;
  }

  get hasRoom(): boolean {
    return this.sentAt.size < this.details.window && !this.call.mustWait && !this.call.isOver;
  }

  /** The ids of what it has, in the order of sending. */
  get inFlight(): readonly string[] {
    return [...this.sentAt.keys()];
  }

  took(id: string, now: number): void {
    this.sentAt.set(id, now);
    this.items.count();
  }

  gaveBack(id: string, now: number): void {
    this.answerTimes?.add(now - (this.sentAt.get(id) ?? now));
    this.sentAt.delete(id);
  }

  figures(): ConsumerFigures {
    const inFlight = this.sentAt.size;
    return {
      ...this.details,
      items: this.items.measure(),
      inFlight,
      availableSlots: Math.max(0, this.details.window - inFlight),
      measurements: this.answerTimes?.measurements() ?? [],
    };
  }
}
