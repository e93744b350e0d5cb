/** The machine's own limit of durability: write at the end of a file, and fdatasync. */
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Rounds } from './figures.js';

export function fsyncs(
  { directory, seconds, bytes }: { directory: string; seconds: number; bytes: number },
  rounds: Rounds,
): void {
  const file = join(directory, 'fsyncs');
  const descriptor = openSync(file, 'w');
  const block = randomBytes(bytes);
  const startedAt = process.hrtime.bigint();
  const endsAt = startedAt + BigInt(seconds) * 1_000_000_000n;
  let count = 0;
  for (let sentAt = startedAt; sentAt < endsAt; count++) {
    sentAt = process.hrtime.bigint();
    writeSync(descriptor, block);
    fdatasyncSync(descriptor);
    rounds.record(sentAt);
  }
  rounds.endRound(count, startedAt);
  closeSync(descriptor);
  rmSync(file);
}
