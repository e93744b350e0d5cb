import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { disk, OpenedFile } from './disk.js';
import { FailingDisk, type Failure, type Operation } from '../../testing/failing-disk.js';
import { allForwards, append, openLog } from '../../testing/scavenged-log.js';
import { until } from '../../testing/node-in-test.js';
import { LogLife, MEANWHILE, type Meanwhile } from '../../testing/log-life.js';

/** Where there is one: a life waits for the disk a hundred times, and there are hundreds of lives. */
const MEMORY = '/dev/shm';
const LIVES_MS = 300_000;
/** Where an append can fail half-way. */
const APPENDING: readonly Operation[] = ['writeSync', 'fdatasync'];
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
async function live(triesAtMost: number, meanwhile: Meanwhile = 'nothing'): Promise<string[]> {
  const directory = join(parent, randomUUID());
  const life = new LogLife(directory, triesAtMost, meanwhile);
  await life.run();
  expect(failing.misused).toEqual([]);
  expect([...failing.open]).toEqual([]);
  rmSync(directory, { recursive: true });
  return life.notices;
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
        for (const failure of FAILURES)
          for (const meanwhile of APPENDING.includes(operation) ? MEANWHILE : MEANWHILE.slice(0, 1)) {
            let left = nth;
            failing.trouble = (name) => (name === operation && --left === 0 ? failure : undefined);
            const notices = await live(2, meanwhile).catch((cause: unknown) => {
              throw new Error(`${failure} at use ${nth} of ${operation}, then ${meanwhile}`, { cause });
            });
            expect(notices.filter((sentence) => sentence.includes('Removed the last'))).toEqual([]);
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
      meanwhile: fc.constantFrom(...MEANWHILE),
    });
    await fc.assert(
      fc.asyncProperty(outage, async ({ from, length, failure, meanwhile }) => {
        let used = 0;
        failing.trouble = () => (++used > from && used <= from + length ? failure : undefined);
        await live(length + 1, meanwhile);
      }),
      { numRuns: 200 },
    );
  },
  LIVES_MS,
);

test('a file that could not be closed is opened again by the next read, and its descriptor left alone', () => {
  const path = join(parent, 'some-file');
  writeFileSync(path, 'content');
  const file = new OpenedFile(path);
  expect(String(file.read(0, 7))).toBe('content');
  failing.trouble = (operation) => (operation === 'closeSync' ? 'EIO' : undefined);
  expect(() => file.close()).toThrow('EIO');
  failing.trouble = () => undefined;
  expect(String(file.read(3, 4))).toBe('tent');
  file.close();
  expect({ misused: failing.misused, open: [...failing.open] }).toEqual({ misused: [], open: [] });
});

test('too little room for the tables: appends and reads go on, and the tables follow, at the next start if need be', async () => {
  const notices: string[] = [];
  const directory = join(parent, randomUUID());
  const log = await openLog(directory, notices);
  const fillDisk = () => Object.assign(disk, { statfsSync: () => ({ bavail: 100, bsize: 4096 }) });
  fillDisk();
  await append(log, 'kept', [1]);
  await until(async () => notices.length > 0);
  expect(notices).toEqual([expect.stringContaining('the disk has 409600 free')]);
  await append(log, 'kept', [2]);
  expect(allForwards(log)).toHaveLength(2);
  failing.mend();
  await until(async () => notices.includes('The tables are written again.'));
  fillDisk();
  await append(log, 'kept', [3]);
  await log.close();
  failing.mend();
  const reopened = await openLog(directory);
  expect(allForwards(reopened)).toHaveLength(3);
  await reopened.close();
});
