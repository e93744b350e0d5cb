/** Redis as the read models need it. The one file that knows ioredis. */
import { createHash } from 'node:crypto';
import { Command, Redis } from 'ioredis';
import type { Place } from './keys.js';
import { Notices } from './notices.js';
import type { AnswersAs, Operation, Outcome, Rewrite } from './operations.js';
import { type PackedCall, packedCall } from './packed-call.js';
import { type RunScript, rowScripts, shownBy } from './row-scripts.js';
import type { ShardWrite } from './shard-write.js';
import { type ScriptName, scripts } from './scripts.js';

export type RedisStore = {
  /** By shard, what became of its writes; null where its register is lost, or was set back behind `known`. */
  apply(shards: readonly ShardWrite[]): Promise<readonly (readonly Outcome[] | null)[]>;
  /** The answers of all operations, taken at one moment; null where the build is lost. */
  read(
    registerKey: string,
    operations: readonly Operation[],
    answersAs?: AnswersAs,
  ): Promise<readonly unknown[] | null>;
  /** Whether the aggregate's rows are as `rewrite` says; false where they are further by now, null where the build is lost. */
  restore(registerKey: string, rewrite: Rewrite): Promise<boolean | null>;
  /** What aggregates' rows say of themselves, in one call; null for one whose rows are not there, or not all of them. */
  shown(places: readonly Place[]): Promise<readonly (string | null)[]>;
  /** A command of which there is no other use. */
  call(operation: Operation): Promise<unknown>;
  /** The same, of which the texts come as bytes. */
  callBytes(operation: Operation): Promise<unknown>;
  run: RunScript;
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  fields(key: string): Promise<Readonly<Record<string, string>>>;
  field(key: string, field: string): Promise<string | null>;
  setField(key: string, field: string, value: string): Promise<void>;
  deleteField(key: string, field: string): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** `heard` is called at each notice on the channel, until what this resolves to is called. A notice may get lost. */
  listen(channel: string, heard: () => void): Promise<() => void>;
  /** What the server does when its memory is full: `maxmemory-policy`. */
  evictionPolicy(): Promise<string>;
  /** Of the server's memory: what is used, and how much it may use at most; null where nothing limits it. */
  memory(): Promise<{ readonly usedBytes: number; readonly mostBytes: number | null }>;
  /** Removes every key of a pattern, a few at a time. */
  sweep(pattern: string): Promise<void>;
  close(): void;
};

export type StoreOptions = {
  /** A projector waits until Redis is back; a reader fails after a moment, for its client waits. */
  readonly patience: 'waits' | 'fails';
  /** Is called when a connection broke, and at tries that failed since; not while Redis was never there yet. */
  readonly onError?: (error: Error) => void;
};

const READER_TIMEOUT_MS = 2_000;
const SWEPT_AT_ONCE = 500;

export function connectRedis(url: string, options: StoreOptions): RedisStore {
  const redis = createClient(url, options);
  const failed = connectionErrors(redis, options);
  const notices = new Notices(() => redis.duplicate().on('error', failed));
  const run = scriptsOf(redis, corker(redis));
  const isCluster = clusterCheck(redis);
  return {
    ...rowScripts(run, isCluster),
    // One call a turn, after it: it waits for no other.
    shown: shownBy(
      scriptsOf(redis, () => {}),
      isCluster,
    ),
    ...commandsOf(redis),
    run,
    listen: (channel, heard) => notices.listen(channel, heard),
    close() {
      if (redis.status !== 'end') redis.disconnect();
      notices.close();
    },
  };
}

const createClient = (url: string, { patience }: StoreOptions): Redis =>
  new Redis(url, {
    maxRetriesPerRequest: patience === 'waits' ? null : 1,
    ...(patience === 'fails' && { commandTimeout: READER_TIMEOUT_MS }),
    retryStrategy: (times) => Math.min(times * 50, 1_000),
    disconnectTimeout: 200,
  });

/** Reports errors of a connection that was there once. Returns the listener, for connections beside it. */
function connectionErrors(redis: Redis, { onError = () => {} }: StoreOptions): (error: Error) => void {
  let wasThere = false;
  redis.on('ready', () => (wasThere = true));
  const failed = (error: Error) => {
    // Who starts before Redis does waits for it, and says so once.
    if (wasThere) onError(error);
  };
  redis.on('error', failed);
  return failed;
}

/** A call that the client sends again as it is where the connection broke. */
class ScriptCall extends Command {
  constructor(
    private readonly call: PackedCall,
    answersAs: AnswersAs,
  ) {
    super('evalsha', [], { replyEncoding: answersAs === 'texts' ? 'utf8' : null });
  }

  override toWritable(): Buffer {
    return packedCall(this.call);
  }
}

const digests = new Map(
  (Object.keys(scripts) as ScriptName[]).map((name) => [name, createHash('sha1').update(scripts[name]).digest('hex')]),
);

function scriptsOf(redis: Redis, cork: () => void): RunScript {
  return async (name, keys, args, answersAs = 'texts') => {
    const call = { digest: digests.get(name) ?? '', keys, args };
    const send = () => {
      cork();
      return redis.sendCommand(new ScriptCall(call, answersAs));
    };
    try {
      return await send();
    } catch (error) {
      // A Redis that has just started knows no script; nothing of this one has run.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      await redis.script('LOAD', scripts[name]);
      return send();
    }
  };
}

/** Commands of one turn of the event loop leave in one write: a write costs as much as several commands. */
function corker(redis: Redis): () => void {
  let isCorked = false;
  return () => {
    const { stream } = redis;
    if (isCorked || !stream) return;
    isCorked = true;
    stream.cork();
    setImmediate(() => {
      isCorked = false;
      stream.uncork();
    });
  };
}

/** Whether the server is of a cluster; asked once. */
function clusterCheck(redis: Redis): () => Promise<boolean> {
  let known: boolean | undefined;
  return async () => (known ??= (await redis.info('cluster')).includes('cluster_enabled:1'));
}

const commandsOf = (
  redis: Redis,
): Omit<RedisStore, 'apply' | 'read' | 'restore' | 'shown' | 'run' | 'listen' | 'close'> => ({
  call: ({ command, key, args }) => redis.call(command, key, ...args),
  callBytes: ({ command, key, args }) => redis.callBuffer(command, key, ...args),
  get: (key) => redis.get(key),
  set: async (key, value) => void (await redis.set(key, value)),
  fields: (key) => redis.hgetall(key),
  field: (key, field) => redis.hget(key, field),
  setField: async (key, field, value) => void (await redis.hset(key, field, value)),
  deleteField: async (key, field) => void (await redis.hdel(key, field)),
  remove: async (keys) => void (await Promise.all(keys.map((key) => redis.unlink(key)))),
  async evictionPolicy() {
    const memory = await redis.info('memory');
    return /^maxmemory_policy:(.*?)\r?$/m.exec(memory)?.[1] ?? 'unknown';
  },
  async memory() {
    const memory = await redis.info('memory');
    const bytes = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(memory)?.[1] ?? 0);
    return { usedBytes: bytes('used_memory'), mostBytes: bytes('maxmemory') || null };
  },
  async sweep(pattern) {
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SWEPT_AT_ONCE);
      // One by one: in a cluster they are in slots of their own.
      await Promise.all(keys.map((key) => redis.unlink(key)));
      cursor = next;
    } while (cursor !== '0');
  },
});
