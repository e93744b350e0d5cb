/** One long call that carries appends: all of a turn of the event loop leave in one write, answers come as they settle. */
import type { AppendResult } from '../../port/event-store.js';
import { type AppendAnswer, readAppendAnswer } from './codec/append-answer.js';
import { type AppendRequest, writeAppendRequest } from './codec/append-request.js';
import { Slab } from './codec/slab.js';
import { WireReader } from './codec/wire-reader.js';
import { outcomeOf } from './append-outcome.js';
import type { Call } from './session/call.js';
import { type CallFailure, isAccessDenied } from './session/call-failure.js';
import { AppendRejected } from '../../port/errors.js';
import type { Session } from './session/session.js';

export const BATCH_APPEND = '/event_store.client.streams.Streams/BatchAppend';
/** So much the connection may hold back before no more is written. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 100;

type Pending = {
  readonly sentAt: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (cause: Error) => void;
};

export class AppendCall {
  private readonly slab = new Slab();
  private readonly wire = new WireReader();
  /** In the order of their sending. */
  private readonly pending = new Map<number, Pending>();
  /** Not written yet, as the connection takes no more. */
  private heldBack: AppendRequest[] = [];
  private isHeldBack = false;
  private isScheduled = false;
  private isRetired = false;
  private isOver = false;
  private answeredAt = -Infinity;
  private call: Call | undefined;
  private watch: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;

  private constructor(
    private readonly session: Session,
    private readonly appendWithinMs: number,
    private readonly onEnd: (failure: CallFailure | undefined) => void,
  ) {}

  static async open(
    session: Session,
    appendWithinMs: number,
    onEnd: (failure: CallFailure | undefined) => void,
  ): Promise<AppendCall> {
    const appends = new AppendCall(session, appendWithinMs, onEnd);
    appends.call = await session.call(BATCH_APPEND, {
      onMessage: (buffer, start, end) => appends.settle(readAppendAnswer(appends.wire.over(buffer, start, end))),
      onEnd: (failure) => appends.ended(failure),
    });
    appends.watch = setInterval(() => appends.giveUpLate(), LOOK_EVERY_MS).unref();
    appends.stopListening = session.onLeaving(() => appends.retire());
    return appends;
  }

  /** Takes further appends. */
  get isOpen(): boolean {
    return !this.isRetired;
  }

  append(request: AppendRequest): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.pending.set(request.correlation, { sentAt: performance.now(), resolve, reject });
      if (this.isHeldBack) this.heldBack.push(request);
      else this.write(request);
    });
  }

  /** No further appends. Those under way are answered, or given up in their time. */
  retire(): void {
    if (this.isRetired) return;
    this.isRetired = true;
    this.flush();
  }

  private write(request: AppendRequest): void {
    writeAppendRequest(this.slab, request);
    if (this.slab.uncutBytes >= MOST_BUFFERED_BYTES) return this.flush();
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    const { call, slab } = this;
    if (!call || this.isOver) return;
    if (slab.uncutBytes > 0) call.write(slab.cut());
    if (!this.isHeldBack && call.bufferedBytes >= MOST_BUFFERED_BYTES) {
      this.isHeldBack = true;
      call.onceDrained(() => this.release());
    }
    if (this.isRetired && !this.isHeldBack) call.end();
  }

  /** What was given up meanwhile is not sent any more. */
  private release(): void {
    this.isHeldBack = false;
    const waiting = this.heldBack.filter(({ correlation }) => this.pending.has(correlation));
    this.heldBack = [];
    for (const request of waiting) {
      if (this.isHeldBack) this.heldBack.push(request);
      else this.write(request);
    }
    this.flush();
  }

  /** An answer that nobody waits for any more, or that comes twice, is nobody's. */
  private settle(answer: AppendAnswer): void {
    this.answeredAt = performance.now();
    const { correlation, failure, streamRevision, position } = answer;
    const pending = this.pending.get(correlation);
    if (!pending) return;
    this.pending.delete(correlation);
    if (!failure) return pending.resolve({ outcome: 'appended', streamRevision, position });
    const outcome = outcomeOf(failure);
    if (outcome instanceof AppendRejected) pending.reject(outcome);
    else pending.resolve(outcome);
  }

  /** A slow answer to one append is no reason to leave the connection; silence to all of them is. */
  private giveUpLate(): void {
    const lateBefore = performance.now() - this.appendWithinMs;
    let isSilent = false;
    for (const [correlation, { sentAt, resolve }] of this.pending) {
      if (sentAt > lateBefore) break;
      this.pending.delete(correlation);
      resolve({ outcome: 'unknown', cause: new Error(`No answer within ${this.appendWithinMs} ms`) });
      if (this.answeredAt < sentAt) isSilent = true;
    }
    if (isSilent) this.session.leave();
    if (this.isRetired && this.pending.size === 0 && !this.isOver) this.call?.cancel();
  }

  private ended(failure: CallFailure | undefined): void {
    this.isOver = true;
    this.isRetired = true;
    clearInterval(this.watch);
    this.stopListening?.();
    // Refused before anything was answered, it was refused for who makes it: nothing of it was read.
    const isRejected = failure !== undefined && isAccessDenied(failure) && this.answeredAt === -Infinity;
    const cause = failure ?? new Error('The server ended the call');
    for (const { resolve, reject } of this.pending.values())
      if (isRejected) reject(new AppendRejected(`The event store refused the append: ${cause.message}`, cause));
      else resolve({ outcome: 'unknown', cause });
    this.pending.clear();
    this.onEnd(failure);
  }
}
