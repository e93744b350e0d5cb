/** The way to the leader: one connection at a time, made when it is needed and again when it went. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../codec/cluster-info.js';
import { type CallFailure, GrpcStatus, lost } from './call-failure.js';
import { leaderOf } from './gossip.js';
import { Session } from './session.js';
import type { Target } from './target.js';

/** Failures of one outage come in crowds: they do not each try to connect. */
const CONNECT_EVERY_MS = 100;
/** For so long the other nodes of a cluster may not have noticed that one stands still. */
const SILENCE_COUNTS_MS = 5_000;

export class Channel {
  private current: Session | undefined;
  private connecting: Promise<Session> | undefined;
  private named: Endpoint | undefined;
  private connectedAt = -Infinity;
  private isDisposed = false;

  constructor(private readonly target: Target) {}

  /** Where it is a session already, nobody has to wait. */
  session(): Session | Promise<Session> {
    if (this.current?.isOpen) return this.current;
    this.connecting ??= this.connected().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  /** The node of this session does not lead: the next session is opened to the leader that it named. */
  redirect(from: Session, leader: Endpoint): void {
    if (this.current !== from) return;
    this.named = leader;
    from.leave();
  }

  /** A call on this session failed: a node that is not available, or not ready, is left. Another may lead by now. */
  doubt(from: Session, { code, exception }: CallFailure): void {
    const isUnfit = code === GrpcStatus.UNAVAILABLE || code === GrpcStatus.UNKNOWN || exception === 'not-leader';
    if (isUnfit) from.leave();
  }

  dispose(): void {
    this.isDisposed = true;
    this.current?.destroy(new Error('The event store was left'));
  }

  private async connected(): Promise<Session> {
    await sleep(Math.max(0, this.connectedAt + CONNECT_EVERY_MS - performance.now()));
    this.connectedAt = performance.now();
    const session = await this.opened();
    if (this.isDisposed) {
      session.destroy(new Error('The event store was left'));
      throw lost('The event store was left');
    }
    return (this.current = session);
  }

  private get silent(): Endpoint | undefined {
    const isRecent = this.current && performance.now() - this.current.silentAt < SILENCE_COUNTS_MS;
    return isRecent ? this.current?.endpoint : undefined;
  }

  private async opened(): Promise<Session> {
    const { named, target } = this;
    this.named = undefined;
    if (named) return Session.open(named, target);
    const [only] = target.hosts;
    if (!target.isCluster && only) return Session.open(only, target);
    for (let attempt = 1; ; attempt++) {
      try {
        return await Session.open(await leaderOf(target, this.silent), target);
      } catch (error) {
        if (attempt >= target.discoverAttempts || this.isDisposed) throw error;
        await sleep(target.discoverEveryMs);
      }
    }
  }
}
