import { describe, expect, it } from '@jest/globals';
import { keepGoing } from './keep-going.js';

describe('rounds of work', () => {
  it('go on after failures, and tell of the first and of the recovery', async () => {
    const stop = new AbortController();
    const told: string[] = [];
    const rounds = ['fails', 'fails', 'works', 'works'].values();
    await keepGoing(
      async () => {
        const { value, done } = rounds.next();
        if (done) stop.abort();
        if (value === 'fails') throw new Error('no Redis');
        return true;
      },
      {
        signal: stop.signal,
        everyMs: 1,
        onFailure: (error) => told.push((error as Error).message),
        onRecovery: () => told.push('back'),
      },
    );
    expect(told).toEqual(['no Redis', 'back']);
  });

  it('stop at once when asked during a pause', async () => {
    const stop = new AbortController();
    const nothing = () => {};
    const going = keepGoing(async () => false, {
      signal: stop.signal,
      everyMs: 3_600_000,
      onFailure: nothing,
      onRecovery: nothing,
    });
    stop.abort();
    await going;
  });
});
