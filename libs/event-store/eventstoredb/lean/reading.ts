/** One call that reads, message by message, from the leader. */
import { type ReadAnswer, readReadAnswer } from './codec/read-answer.js';
import { WireReader } from './codec/wire-reader.js';
import { StoreUnavailable } from '../../port/errors.js';
import type { Call } from './session/call.js';
import { type CallFailure, leaderIn } from './session/call-failure.js';
import type { Channel } from './session/channel.js';
import type { Session } from './session/session.js';
import { Intake } from './intake.js';

const READ = '/event_store.client.streams.Streams/Read';
const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined };

export type ReadingOptions<T> = {
  /** As a frame. */
  readonly request: Buffer;
  /** Undefined: nothing for who reads. Is given `missing` for a stream that was deleted for good, too. */
  readonly take: (answer: ReadAnswer) => T | undefined;
  /** All was read. */
  readonly onWhole?: () => void;
  /** The call has failed when nothing comes for so long. */
  readonly silenceMs: number;
  /** How many events it brings at most. */
  readonly limit?: number;
  /** Data are not parsed. */
  readonly isText?: boolean;
  /** Ends it from outside. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Begins when it is first asked. Errors come out as `StoreUnavailable`. A server that does not lead names the leader, and the
 * call is made once more there. Leaving the loop cancels the call, unless it has brought all it will.
 */
export class Reading<T> implements AsyncIterableIterator<T> {
  private readonly intake = new Intake<T>();
  private readonly wire = new WireReader();
  private hasBegun = false;
  private isRepeated = false;
  private isLeft = false;
  private count = 0;
  private session: Session | undefined;
  private call: Call | undefined;
  private silence: NodeJS.Timeout | undefined;

  constructor(
    private readonly channel: Channel,
    private readonly options: ReadingOptions<T>,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    if (!this.hasBegun) this.begin();
    const next = this.intake.next();
    const item = next instanceof Promise ? await next : next;
    return item === undefined ? OVER : { done: false, value: item };
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    if (this.count < (this.options.limit ?? Infinity)) this.cancel();
    else this.call?.resume();
    this.end({});
    return Promise.resolve(OVER);
  }

  private begin(): void {
    this.hasBegun = true;
    const { signal } = this.options;
    signal?.addEventListener('abort', this.abort);
    if (signal?.aborted) return this.abort();
    void this.open();
  }

  private readonly abort = (): void => {
    this.cancel();
    this.end({});
  };

  private async open(): Promise<void> {
    try {
      const session = await this.channel.session();
      const call = await session.call(READ, {
        onMessage: (buffer, start, end) =>
          this.receive(readReadAnswer(this.wire.over(buffer, start, end), this.options.isText)),
        onChunk: () => {
          this.silence?.refresh();
          this.intake.chunk();
        },
        onEnd: (failure) => this.ended(session, failure),
      });
      if (this.isLeft) return call.cancel();
      this.session = session;
      this.call = call;
      this.intake.from(call);
      call.end(this.options.request);
      this.listen();
    } catch (error) {
      this.end({ error: new StoreUnavailable(error) });
    }
  }

  /** From when the server is asked on: whoever waits for a place among the calls has not met with silence. */
  private listen(): void {
    const { silenceMs } = this.options;
    if (silenceMs < Infinity) this.silence ??= setTimeout(() => this.suspect(silenceMs), silenceMs);
    this.silence?.refresh();
  }

  private receive(answer: ReadAnswer): void {
    if (this.isLeft) return;
    if (answer.kind === 'event') this.count++;
    const item = this.options.take(answer);
    if (item !== undefined) this.intake.push(item);
  }

  private ended(session: Session, failure: CallFailure | undefined): void {
    if (this.isLeft) return;
    if (failure?.exception === 'stream-deleted') this.receive({ kind: 'missing' });
    else if (failure) return this.failed(session, failure);
    this.options.onWhole?.();
    this.end({});
  }

  private failed(session: Session, failure: CallFailure): void {
    const leader = leaderIn(failure);
    if (leader) this.channel.redirect(session, leader);
    else this.channel.doubt(session, failure);
    if (!leader || this.isRepeated || this.count > 0) return this.end({ error: new StoreUnavailable(failure) });
    this.isRepeated = true;
    void this.open();
  }

  /** What has come meanwhile and was not read yet, as this process itself stood still, counts. */
  private suspect(silenceMs: number): void {
    const { intake } = this;
    this.silence?.refresh();
    const isUntouched = intake.isEmpty && !intake.isFinished;
    if (!isUntouched) return;
    setImmediate(() => {
      if (!intake.isEmpty || intake.isFinished) return;
      this.cancel();
      this.session?.leave();
      this.end({ error: new StoreUnavailable(new Error(`Nothing came for ${silenceMs} ms`)) });
    });
  }

  private cancel(): void {
    this.isLeft = true;
    if (!this.intake.isFinished) this.call?.cancel();
  }

  private end(end: { readonly error?: Error }): void {
    this.isLeft = true;
    clearTimeout(this.silence);
    this.options.signal?.removeEventListener('abort', this.abort);
    this.intake.finish(end);
  }
}
