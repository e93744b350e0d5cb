/** What `npm run simulate` does, in small: two days of five accounts, every command, held against the independent model. */
import { describe, expect, it } from '@jest/globals';
import { COMMAND_TYPES } from '#domain/account/decider.js';
import { runCli } from './cli.js';
import { type Options, type Simulated, simulate } from './simulation/simulate.js';
import { startStack } from './stack.mjs';

/** On a service of its own: its time begins before the simulation's. */
async function simulated(options: Omit<Options, 'url'>): Promise<Simulated> {
  const stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  try {
    return await stack.explained(simulate({ ...options, url: stack.urls[0] ?? '' }));
  } finally {
    await stack.stop();
  }
}

describe('a simulation', () => {
  it('gives every command, is decided as the model says, and proves every sum', async () => {
    const { commands, claims } = await simulated({ days: 2, accounts: 5, seed: 1, concurrency: 4 });
    expect(COMMAND_TYPES.filter((type) => !commands.get(type))).toEqual([]);
    expect(claims.filter(({ holds }) => !holds)).toEqual([]);
  }, 600_000);

  it('gives the same commands for the same seed, however many accounts are asked at a time', async () => {
    const small = { days: 1, accounts: 3, seed: 2 };
    const options = ['--days', '1', '--accounts', '3', '--seed', '2', '--concurrency', '1', '--json'];
    const { code, output } = await runCli(['simulate', ...options]);
    const first = JSON.parse(output) as Pick<Simulated, 'fingerprint'>;
    expect([code, first]).toMatchObject([0, { ...small, refused: expect.any(Number) }]);
    const again = await simulated({ ...small, concurrency: 3 });
    expect(again.fingerprint).toBe(first.fingerprint);
  }, 600_000);
});
