/** Appending over whichever call is open: an answer for each append, also where the server gives none. */
import type { AppendResult, ExpectedRevision, ProposedEvent } from '../../port/event-store.js';
import { AppendCall } from './append-call.js';
import type { AppendRequest } from './codec/append-request.js';
import type { Channel } from './session/channel.js';
import { type CallFailure, leaderIn } from './session/call-failure.js';
import type { Session } from './session/session.js';

export class Appends {
  private current: AppendCall | undefined;
  private opening: Promise<AppendCall> | undefined;
  private appended = 0;

  constructor(
    private readonly channel: Channel,
    private readonly appendWithinMs: number,
  ) {}

  append(
    stream: string,
    events: readonly ProposedEvent[],
    expected: ExpectedRevision,
    deadlineAt?: number,
  ): Promise<AppendResult> {
    const request = { correlation: ++this.appended, stream, events, expected, deadlineAt };
    return this.current?.isOpen ? this.current.append(request) : this.appendOnceOpen(request);
  }

  /** Nothing was sent where no connection came about in time, but who asks has to send again in either case. */
  private async appendOnceOpen(request: AppendRequest): Promise<AppendResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const giveUp = () => reject(new Error(`No connection within ${this.appendWithinMs} ms`));
      timer = setTimeout(giveUp, this.appendWithinMs);
    });
    let call: AppendCall;
    try {
      this.opening ??= this.opened().finally(() => (this.opening = undefined));
      call = await Promise.race([this.opening, late]);
    } catch (cause) {
      return { outcome: 'unknown', cause: cause as Error };
    } finally {
      clearTimeout(timer);
    }
    return call.append(request);
  }

  private async opened(): Promise<AppendCall> {
    const session = await this.channel.session();
    const call = await AppendCall.open(session, this.appendWithinMs, (failure) => this.ended(session, failure));
    return (this.current = call);
  }

  private ended(session: Session, failure: CallFailure | undefined): void {
    const leader = leaderIn(failure);
    if (leader) this.channel.redirect(session, leader);
    else if (failure) this.channel.doubt(session, failure);
  }
}
