/**
 * What aggregates' rows are of, without the rows, which is all that most reads have to know: whether what they have at hand still
 * holds. All that are asked for in one turn of the event loop are asked for in one call.
 */
import type { ServingBuild } from '../builds/serving-build.js';
import { placeOf } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';
import { summaryIn } from '../redis/row-hash.js';
import type { RowsMark } from './queries.js';

type Asked = {
  readonly stream: string;
  readonly resolve: (mark: RowsMark | null) => void;
  readonly reject: (error: unknown) => void;
};

export class Shown {
  private asked: Asked[] = [];

  constructor(
    private readonly builds: ServingBuild,
    private readonly store: RedisStore,
  ) {}

  /** Null where no build serves, nothing of it has arrived or something is lost. Rejects with `ReadModelUnavailable`. */
  of(stream: string): Promise<RowsMark | null> {
    return new Promise((resolve, reject) => {
      if (this.asked.push({ stream, resolve, reject }) === 1) setImmediate(() => void this.askAll());
    });
  }

  private async askAll(): Promise<void> {
    const { asked } = this;
    this.asked = [];
    let build = '';
    try {
      const texts = await this.builds.attempt((keys) => {
        build = keys.all;
        return this.store.shown(asked.map(({ stream }) => placeOf(keys, stream)));
      });
      for (const [nth, { resolve }] of asked.entries()) {
        resolve(texts === 'rebuilding' ? null : markIn(build, texts[nth] ?? null));
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

function markIn(build: string, text: string | null): RowsMark | null {
  const said = text === null ? null : summaryIn(text);
  return text !== null && said ? { build, text, revision: said.revision } : null;
}
