/** Calls in flight: `inFlight` at a time, each followed by the next, for some seconds. */
import type { Rounds } from './figures.js';

export async function load(
  { seconds, inFlight }: { seconds: number; inFlight: number },
  rounds: Rounds,
  call: () => Promise<unknown>,
): Promise<void> {
  const startedAt = process.hrtime.bigint();
  const endsAt = startedAt + BigInt(seconds) * 1_000_000_000n;
  let count = 0;
  const caller = async () => {
    for (let sentAt = startedAt; sentAt < endsAt; count++) {
      sentAt = process.hrtime.bigint();
      await call();
      rounds.record(sentAt);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  rounds.endRound(count, startedAt);
}
