import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disk } from './disk.js';
import { FailingDisk, type Failure } from '../testing/failing-disk.js';
import { LogLife } from '../testing/log-life.js';

/** Where there is one: a life waits for the disk a hundred times, and there are hundreds of lives. */
const MEMORY = '/dev/shm';
const LIVES_MS = 300_000;
const FAILURES: readonly Failure[] = ['ENOSPC', 'EIO'];

let parent: string;
let failing: FailingDisk;
beforeAll(() => {
  parent = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'failing-disk-'));
});
beforeEach(() => {
  failing = new FailingDisk();
});
afterEach(() => failing.mend());
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** A whole life, whatever its disk does: nothing is lost or there twice, no descriptor is left, closed twice or used when closed. */
async function live(triesAtMost: number): Promise<void> {
  const directory = join(parent, randomUUID());
  await new LogLife(directory, triesAtMost).run();
  expect(failing.misused).toEqual([]);
  expect([...failing.open]).toEqual([]);
  rmSync(directory, { recursive: true });
}

test(
  'any operation fails once, wherever: what was acknowledged is there, once, and the next try succeeds',
  async () => {
    await live(1);
    const used = [...failing.used];
    // What undoes a failed append comes after a failure only; the next test has it.
    expect(Object.keys(disk).filter((operation) => !used.some(([name]) => name === operation))).toEqual([
      'ftruncateSync',
    ]);
    for (const [operation, count] of used)
      for (let nth = 1; nth <= count; nth++)
        for (const failure of FAILURES) {
          let left = nth;
          failing.trouble = (name) => (name === operation && --left === 0 ? failure : undefined);
          await live(2).catch((cause: unknown) => {
            throw new Error(`${failure} at use ${nth} of ${operation}`, { cause });
          });
        }
  },
  LIVES_MS,
);

test(
  'the disk fails for a while, from any place on',
  async () => {
    await live(1);
    const total = [...failing.used.values()].reduce((sum, count) => sum + count, 0);
    const outage = fc.record({
      from: fc.nat(total - 1),
      length: fc.integer({ min: 2, max: 12 }),
      failure: fc.constantFrom(...FAILURES),
    });
    await fc.assert(
      fc.asyncProperty(outage, async ({ from, length, failure }) => {
        let used = 0;
        failing.trouble = () => (++used > from && used <= from + length ? failure : undefined);
        await live(length + 1);
      }),
      { numRuns: 200 },
    );
  },
  LIVES_MS,
);
