/** Waiting until a shard of the serving build has come so far: woken by the projector's notices. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RedisStore } from '../redis/redis-store.js';
import type { ServingBuild } from '../builds/serving-build.js';

/** A notice may be lost, and the build replaced: after so long without one it is looked anyway. */
const LOOKS_EVERY_MS = 500;
/** Notices of one moment are one. */
const PAUSE_MS = 2;

export class Progress {
  constructor(
    private readonly builds: ServingBuild,
    private readonly store: RedisStore,
  ) {}

  /** True once `isThere` says so; false where it does not by `until` (monotonic clock). */
  async until(shard: string, until: number, isThere: () => Promise<boolean>): Promise<boolean> {
    let wake = () => {};
    let isNews = true;
    const news = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(LOOKS_EVERY_MS, until - performance.now())));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const stop = await this.builds.attempt((keys) =>
      this.store.listen(keys.register(shard), () => {
        isNews = true;
        wake();
      }),
    );
    try {
      for (;;) {
        if (!isNews) await news();
        isNews = false;
        if (await isThere()) return true;
        if (performance.now() >= until) return false;
        await delay(PAUSE_MS);
      }
    } finally {
      if (stop !== 'rebuilding') stop();
    }
  }
}
