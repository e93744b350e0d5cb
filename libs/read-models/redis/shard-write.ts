/** What is written of a shard's aggregates, and its checkpoint: packed aggregate by aggregate, as the script `apply` reads it. */
import type { AggregateWrite } from './operations.js';
import { PackedArguments } from './packed-call.js';

/** Positions are texts of keys.ts. */
export type ShardCheckpoints = { readonly known: string; readonly after: string };

export class ShardWrite {
  /** What its arguments name by number, beginning with 1. The first is its register. */
  readonly keys: string[];
  /** Of its aggregates. */
  readonly streams: string[] = [];
  readonly aggregates = new PackedArguments();

  /** `known` is stored; `after` is, once this is written. */
  constructor(
    registerKey: string,
    readonly checkpoints: ShardCheckpoints,
  ) {
    this.keys = [registerKey];
  }

  add({ stream, entry, rowsKey, from, to, fields, set, writes }: AggregateWrite): void {
    const args: (string | number)[] = [
      entry,
      this.keys.push(rowsKey),
      from,
      to,
      fields,
      set.length,
      ...set,
      writes.length,
    ];
    for (const { command, key, args: own } of writes) {
      // Most writes are of the rows, or of one key after the other: a key is named anew wherever it is another one.
      const number = this.keys.at(-1) === key ? this.keys.length : this.keys.push(key);
      args.push(command, number, own.length);
      for (const arg of own) args.push(arg);
    }
    this.streams.push(stream);
    this.aggregates.add(args);
  }
}
