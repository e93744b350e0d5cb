import { describe, expect, it } from '@jest/globals';
import { runLoop } from './run-loop.js';

const nothing = () => {};

/** Rounds that go as they are told, and what was noted of them. */
async function looped(
  rounds: readonly ('fails' | 'works' | 'works, then fails' | 'is lost')[],
  isFatal?: (error: unknown) => boolean,
): Promise<readonly string[]> {
  const stop = new AbortController();
  const notes: string[] = [];
  const left = rounds.values();
  const loop = runLoop(
    async (succeeded) => {
      const { value, done } = left.next();
      if (done) stop.abort();
      if (value?.startsWith('works')) succeeded();
      if (value?.endsWith('fails')) throw new Error('no Redis');
      if (value === 'is lost') throw new Error('lost');
      return true;
    },
    {
      signal: stop.signal,
      everyMs: 1,
      onFailure: (error, nth) => notes.push(`${(error as Error).message} ${nth}`),
      onRecovery: () => notes.push('back'),
      ...(isFatal && { isFatal }),
    },
  );
  await loop.catch((error: Error) => notes.push(`ended: ${error.message}`));
  return notes;
}

describe('a loop of rounds', () => {
  it('goes on after failures, counts those of a row, and notices the recovery once', async () => {
    expect(await looped(['fails', 'fails', 'works', 'works'])).toEqual(['no Redis 1', 'no Redis 2', 'back']);
  });

  it('has recovered as soon as a round got something done, also where that round fails later', async () => {
    expect(await looped(['fails', 'works, then fails'])).toEqual(['no Redis 1', 'back', 'no Redis 1', 'back']);
  });

  it('ends with what another round does not mend', async () => {
    const isFatal = (error: unknown) => (error as Error).message === 'lost';
    expect(await looped(['fails', 'is lost', 'works'], isFatal)).toEqual(['no Redis 1', 'ended: lost']);
  });

  it('stops at once during a pause', async () => {
    const stop = new AbortController();
    const loop = runLoop(async () => false, {
      signal: stop.signal,
      everyMs: 3_600_000,
      onFailure: nothing,
      onRecovery: nothing,
    });
    stop.abort();
    await loop;
  });
});
