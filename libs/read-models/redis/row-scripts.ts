/** The scripts that write and read aggregates' rows: what each call is given, and what it answers. */
import type { Place } from './keys.js';
import type { AnswersAs, Operation, Outcome, Rewrite } from './operations.js';
import type { PackedArguments } from './packed-call.js';
import type { ScriptName } from './scripts.js';
import type { ShardWrite } from './shard-write.js';

export type RunScript = (
  name: ScriptName,
  keys: readonly string[],
  args: readonly (string | number | Buffer | PackedArguments)[],
  answersAs?: AnswersAs,
) => Promise<unknown>;

const OUTCOMES = new Map<unknown, Outcome>([
  [1, 'applied'],
  [0, 'known'],
  [-1, 'overlap'],
  [-2, 'damaged'],
]);

/** What is written or read of aggregates in one moment, as arguments of the scripts (scripts.ts). */
export const rowScripts = (run: RunScript, isCluster: () => Promise<boolean>) => ({
  async apply(shards: readonly ShardWrite[]): Promise<readonly (readonly Outcome[] | null)[]> {
    // In a cluster the keys of a call have to be in one slot: those of one shard.
    const calls = (await isCluster()) ? shards.map((shard) => [shard]) : [shards];
    const outcomes = await Promise.all(calls.map((call) => applyInOneCall(run, call)));
    return outcomes.flat();
  },
  async read(
    registerKey: string,
    operations: readonly Operation[],
    answersAs: AnswersAs = 'texts',
  ): Promise<readonly unknown[] | null> {
    const keys = new KeyNumbers(registerKey);
    const args: (string | number)[] = [];
    for (const operation of operations) keys.pushOperation(args, operation);
    return (await run('read', keys.all, args, answersAs)) as readonly unknown[] | null;
  },
  async restore(registerKey: string, { stream, to, entry, writes }: Rewrite): Promise<boolean | null> {
    const keys = new KeyNumbers(registerKey);
    const args: (string | number)[] = [stream, to, entry];
    for (const operation of writes) keys.pushOperation(args, operation);
    const restored = await run('restore', keys.all, args);
    return restored === null ? null : restored === 1;
  },
});

/** What aggregates' rows say of themselves; in a cluster the keys of a call have to be in one slot. */
export const shownBy =
  (run: RunScript, isCluster: () => Promise<boolean>) =>
  async (places: readonly Place[]): Promise<readonly (string | null)[]> => {
    if (!(await isCluster())) return shownInOneCall(run, places);
    const texts = await Promise.all(places.map((place) => shownInOneCall(run, [place])));
    return texts.flat();
  };

function shownInOneCall(run: RunScript, places: readonly Place[]): Promise<readonly (string | null)[]> {
  const names: string[] = [];
  const streams: string[] = [];
  for (const { keys, shard, stream } of places) {
    names.push(keys.register(shard), keys.rows(shard, stream));
    streams.push(stream);
  }
  return run('shown', names, streams) as Promise<readonly (string | null)[]>;
}

async function applyInOneCall(
  run: RunScript,
  shards: readonly ShardWrite[],
): Promise<readonly (readonly Outcome[] | null)[]> {
  const keys: string[] = [];
  const args: (string | number | PackedArguments)[] = [];
  for (const { keys: own, checkpoints, streams, aggregates } of shards) {
    args.push(keys.length, checkpoints.known, checkpoints.after, streams.length);
    for (const stream of streams) args.push(stream);
    args.push(aggregates);
    for (const key of own) keys.push(key);
  }
  const results = (await run('apply', keys, args)) as readonly (readonly unknown[] | null)[];
  return results.map((own) => own && own.map((result) => OUTCOMES.get(result) ?? 'damaged'));
}

/** Keys of a script's call, each named once. */
class KeyNumbers {
  readonly all: string[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(first: string) {
    this.number(first);
  }

  private number(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.all.push(key));
    return this.all.length;
  }

  pushOperation(args: (string | number)[], operation: Operation): void {
    args.push(operation.command, this.number(operation.key), operation.args.length);
    for (const arg of operation.args) args.push(arg);
  }
}
