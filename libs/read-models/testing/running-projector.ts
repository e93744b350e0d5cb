import { type RedisStore, connectRedis } from '../redis/redis-store.js';
import { runProjector } from '../projector/projector.js';
import type { Registry } from '../projection/projection.js';
import type { LogIdentity } from '../projector/log-identity.js';
import type { History, Source } from '../projector/source.js';

export type Running = {
  readonly store: RedisStore;
  readonly messages: readonly string[];
  /** Events that it has taken in, stored or not. */
  taken(): number;
  stop(): Promise<void>;
};

/** A projector as the product runs it, with a connection of its own. */
export function startProjector(
  url: string,
  deployment: string,
  registry: Registry,
  source: Source,
  history: History,
  identity: LogIdentity,
): Running {
  const store = connectRedis(url, { patience: 'waits' });
  const ending = new AbortController();
  const messages: string[] = [];
  let taken = 0;
  const say = (details: object, message: string) => {
    const { err } = details as { err?: Error };
    messages.push(err ? `${message}: ${err.message}` : message);
  };
  const running = runProjector({
    registry,
    store,
    source,
    history,
    identity,
    deployment,
    signal: ending.signal,
    onProgress: ({ events }) => (taken += events),
    log: { info: say, warn: say, error: say },
    lookEveryMs: 20,
    upkeepEveryMs: 20,
  });
  return {
    store,
    messages,
    taken: () => taken,
    async stop() {
      ending.abort();
      await running;
      store.close();
    },
  };
}
