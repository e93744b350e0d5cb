/** Which build answers reads. Whoever reads finds its register in the same moment as its rows, or asks anew. */
import { LOG, isOf, versionsOf } from './builds.js';
import { type BuildKeys, keysOf } from '../redis/keys.js';
import { type LogIdentity, isOfLog } from '../projector/log-identity.js';
import type { Registry } from '../projection/projection.js';
import { ReadModelUnavailable } from '../reader/queries.js';
import type { Operation } from '../redis/operations.js';
import type { RedisStore } from '../redis/redis-store.js';

/** A build that was replaced is read for this long at most, should its projector have died before removing it. */
const TRUSTED_MS = 1_000;

export class ServingBuild {
  /** The build that was found to be of our log when it was first seen. */
  private ofOurLog = '';
  private current: { readonly keys: BuildKeys; readonly until: number } | null = null;

  constructor(
    private readonly store: RedisStore,
    private readonly registry: Registry,
    private readonly deployment: string,
    private readonly identity: LogIdentity,
  ) {}

  /** The answers of one shard, all of one moment; 'rebuilding' where no build of our versions and log serves. */
  async read(
    shard: string,
    operations: (keys: BuildKeys) => readonly Operation[],
  ): Promise<readonly unknown[] | 'rebuilding'> {
    return this.attempt(async (keys) => this.store.read(keys.register(shard), operations(keys)));
  }

  /** The same, of which the texts come as bytes. */
  async readBytes(
    shard: string,
    operations: (keys: BuildKeys) => readonly Operation[],
  ): Promise<readonly unknown[] | 'rebuilding'> {
    return this.attempt(async (keys) => this.store.read(keys.register(shard), operations(keys), 'bytes'));
  }

  /** Has an aggregate made anew of which Redis has lost something. */
  async report(stream: string): Promise<void> {
    await this.attempt((keys) => this.store.call({ command: 'SADD', key: keys.damaged, args: [stream] }));
  }

  /** Tries what needs the build, once more with the build of then where it is gone (null). */
  async attempt<T>(read: (keys: BuildKeys) => Promise<T | null>): Promise<T | 'rebuilding'> {
    try {
      const known = this.current && performance.now() < this.current.until ? this.current.keys : null;
      const answer = known && (await read(known));
      if (answer !== null) return answer;
      const keys = await this.look();
      return (keys && (await read(keys))) ?? 'rebuilding';
    } catch (cause) {
      throw new ReadModelUnavailable(cause);
    }
  }

  private async look(): Promise<BuildKeys | null> {
    const keys = keysOf(this.deployment);
    const { serving, ...fields } = await this.store.fields(keys.builds);
    const isOurs =
      serving !== undefined &&
      isOf(versionsOf(this.registry), serving) &&
      (await this.isOfOurLog(serving, fields[LOG + serving]));
    this.current = isOurs ? { keys: keys.build(serving), until: performance.now() + TRUSTED_MS } : null;
    return this.current && this.current.keys;
  }

  /** From then on the projector looks, and takes a build out of use that no longer is. */
  private async isOfOurLog(build: string, bound: string | undefined): Promise<boolean> {
    if (this.ofOurLog === build) return true;
    const keys = keysOf(this.deployment).build(build);
    if (!(await isOfLog({ store: this.store, keys, bound }, this.identity))) return false;
    if (bound !== undefined) this.ofOurLog = build;
    return true;
  }
}
