/**
 * Decides which builds there are and keeps them up with the log: the one that serves reads, and beside it the one that
 * will take its place. Any number of projectors may run: they write the same, and what one has written another skips.
 */
import type { Position } from '#event-store/port/event-store.js';
import { runLoop } from '#followers/run-loop.js';
import { BuildLost, BuildSetBack } from '../builds/build-lost.js';
import { type Builds, type BuildsSeen, createBuilds, isOf } from '../builds/builds.js';
import { follow } from './follow.js';
import { keysOf } from '../redis/keys.js';
import { type LogIdentity, isOfLog } from './log-identity.js';
import type { Registry } from '../projection/projection.js';
import type { RedisStore } from '../redis/redis-store.js';
import type { History, Source } from './source.js';
import type { ProjectorLog } from './upkeep.js';

export type ProjectorOptions = {
  readonly registry: Registry;
  /** Connected with patience: it waits until Redis is back. */
  readonly store: RedisStore;
  readonly source: Source;
  /** Single streams of the same log. */
  readonly history: History;
  /** Which log the source reads. */
  readonly identity: LogIdentity;
  readonly deployment: string;
  readonly signal: AbortSignal;
  readonly log: ProjectorLog;
  /** How often it looks whether its builds are still the ones that are wanted. */
  readonly lookEveryMs?: number;
  /** How often it looks for what Redis has lost, in the builds that it follows. */
  readonly upkeepEveryMs?: number;
  /** Told of every batch, and whether its build answers reads. */
  readonly onProgress?: (progress: { build: string; events: number; position: Position }) => void;
};

/** Runs until the signal aborts; what goes wrong meanwhile is logged and tried again. */
export async function runProjector(options: ProjectorOptions): Promise<void> {
  const projector = new Projector(options, createBuilds(options.store, options.registry, options.deployment));
  const { signal, log, lookEveryMs = 1_000 } = options;
  await runLoop(() => projector.look(), {
    signal,
    everyMs: lookEveryMs,
    pause: (ms) => projector.pause(ms),
    onFailure: (error) => log.error({ err: error }, 'The builds could not be looked up; retrying'),
    onRecovery: () => log.info({}, 'The builds are looked up again'),
  });
  await projector.stop();
}

class Projector {
  private readonly followers = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();
  private readonly lost = new Set<string>();
  private readonly removing = new Set<string>();
  /** Once a build of our versions has served: if another version serves then, it came after us. */
  private hasServed = false;
  private isSuperseded = false;
  private hasNews = false;
  private wake = (): void => {
    this.hasNews = true;
  };

  constructor(
    private readonly options: ProjectorOptions,
    private readonly builds: Builds,
  ) {}

  async look(): Promise<false> {
    const log = await this.options.identity.first();
    const seen = await this.ofLog();
    const wanted = new Set(await this.wanted(seen));
    for (const build of wanted) if (log !== null && !seen.logs[build]) await this.builds.bind(build, log);
    for (const [build, follower] of this.followers) if (!wanted.has(build)) follower.stop.abort();
    for (const build of wanted) if (!this.followers.has(build)) this.follow(build, seen);
    for (const build of seen.retired) this.remove(build);
    return false;
  }

  /** Until it is time to look again, or something happened. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.options;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.hasNews ? 0 : ms);
      this.wake = () => {
        this.hasNews = true;
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', this.wake, { once: true });
    });
    signal.removeEventListener('abort', this.wake);
    this.hasNews = false;
  }

  async stop(): Promise<void> {
    for (const { stop } of this.followers.values()) stop.abort();
    await Promise.all([...this.followers.values()].map(({ done }) => done));
  }

  /** The builds there are, those that are not of the log taken out of use. */
  private async ofLog(): Promise<BuildsSeen> {
    const { store, deployment, identity, log } = this.options;
    const seen = await this.builds.look();
    const foreign: string[] = [];
    for (const build of [seen.serving, seen.building]) {
      if (build === null) continue;
      const bound = { store, keys: keysOf(deployment).build(build), bound: seen.logs[build] };
      if (!(await isOfLog(bound, identity))) foreign.push(build);
    }
    if (foreign.length === 0) return seen;
    for (const build of foreign) await this.builds.disown(build);
    log.warn({ foreign }, 'Redis holds read models of another log, or of one that was set back; they are replaced');
    return this.builds.look();
  }

  private async wanted({ serving, building }: BuildsSeen): Promise<readonly string[]> {
    const isOurs = serving !== null && isOf(this.builds.versions, serving);
    if (isOurs) this.hasServed = true;
    if (serving !== null && !isOurs && this.hasServed) return this.superseded(serving);
    this.isSuperseded = false;
    const good = [serving, building].filter(
      (build): build is string => build !== null && isOf(this.builds.versions, build) && !this.lost.has(build),
    );
    if (good.length > 0) {
      // One that can't go on would be in the way of the next.
      if (building !== null && this.lost.has(building) && !good.includes(building)) await this.builds.disown(building);
      return good;
    }
    return [await this.builds.begin(building ?? '')];
  }

  /** Other versions took over after us: building ours again would take reads back from them. */
  private superseded(serving: string): readonly string[] {
    if (!this.isSuperseded) this.options.log.warn({ serving }, 'Read models of other versions took over; idle now');
    this.isSuperseded = true;
    return [];
  }

  private follow(build: string, { serving, ofOne }: BuildsSeen): void {
    const { deployment, signal, log, onProgress = () => {}, upkeepEveryMs = 1_000 } = this.options;
    const stop = new AbortController();
    log.info({ build }, 'Following the log');
    const done = follow({
      ...this.options,
      build,
      ofOne: ofOne[build] ?? null,
      isRead: build === serving,
      upkeepEveryMs,
      keys: keysOf(deployment).build(build),
      signal: AbortSignal.any([signal, stop.signal]),
      onCaughtUp: () => this.caughtUp(build),
      onProgress: (events, position) => onProgress({ build, events, position }),
    })
      .catch((error: unknown) => this.failed(build, error))
      .finally(() => {
        this.followers.delete(build);
        this.wake();
      });
    this.followers.set(build, { stop, done });
  }

  private async caughtUp(build: string): Promise<void> {
    await this.builds.promote(build);
    this.options.log.info({ build }, 'Caught up with the log');
    this.wake();
  }

  private failed(build: string, error: unknown): void {
    const { signal, log } = this.options;
    if (signal.aborted) return;
    if (error instanceof BuildSetBack) {
      log.warn({ build }, 'Redis came back with an earlier state; going on from there');
      return;
    }
    if (!(error instanceof BuildLost)) throw error;
    this.lost.add(build);
    log.warn({ build, reason: error.message }, 'Read models are lost in Redis and are built anew');
  }

  private remove(build: string): void {
    if (this.removing.has(build)) return;
    this.removing.add(build);
    this.builds
      .remove(build)
      .then(() => this.options.log.info({ build }, 'Removed read models that nobody reads any more'))
      .catch((error: unknown) =>
        this.options.log.warn({ err: error, build }, 'Old read models could not be removed yet'),
      )
      .finally(() => this.removing.delete(build));
  }
}
