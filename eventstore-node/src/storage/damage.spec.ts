import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentsOf, damage, damages } from '../../testing/damaged-directory.js';
import {
  allForwards,
  append,
  openLog,
  scavenged,
  describeStream,
  streams,
  type Told,
} from '../../testing/scavenged-log.js';

const NAMES = ['one', 'two', 'short', '$$short', 'rolls-over'];

let parent: string;
/** A log that was closed: many segments, some of them scavenged. Its tables know all of it. */
let whole: string;
let expected: { all: Told[]; streams: object };
beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'damaged-log-'));
  whole = newDirectory();
  const log = await openLog(whole);
  for (let round = 0; round < 8; round++) {
    await append(log, 'one', [300, 10]);
    await append(log, 'short', [100, 400]);
    await append(log, 'two', [0]);
  }
  await describeStream(log, 'short', { $maxCount: 1 });
  await scavenged(log);
  log.rollOver();
  for (let round = 0; round < 4; round++) await append(log, 'two', [100, 20]);
  expected = toldBy(log);
  await log.close();
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const newDirectory = () => join(parent, randomUUID());
const toldBy = (log: Awaited<ReturnType<typeof openLog>>) => ({ all: allForwards(log), streams: streams(log, NAMES) });
const removeTables = (directory: string) => {
  for (const name of ['data.mdb', 'lock.mdb']) rmSync(join(directory, name));
};
const copyOf = (directory: string) => {
  const copy = newDirectory();
  cpSync(directory, copy, { recursive: true });
  return copy;
};
const segmentsIn = (directory: string) =>
  readdirSync(directory)
    .filter((name) => /^events-[\d.]+$/.test(name))
    .sort();

/** It has everything, or it does not open and leaves every file as it is. Returns why it did not. */
async function opensWholeOrNotAtAll(directory: string): Promise<string | undefined> {
  const before = contentsOf(directory);
  const hadTables = existsSync(join(directory, 'data.mdb'));
  let log;
  try {
    log = await openLog(directory);
  } catch (error) {
    expect(contentsOf(directory)).toEqual(before);
    expect(existsSync(join(directory, 'data.mdb'))).toBe(hadTables);
    return (error as Error).message;
  }
  const told = toldBy(log);
  await log.close();
  expect(told).toEqual(expected);
  return undefined;
}

test('whatever a byte, an end or a tail of any file becomes, with tables and without: a start has every event or is refused', async () => {
  let refused = 0;
  const names = readdirSync(whole).filter((name) => !name.endsWith('.mdb'));
  const last = segmentsIn(whole).at(-1) as string;
  const files = fc.oneof(fc.constant(last), fc.constantFrom(...segmentsIn(whole)), fc.constantFrom(...names));
  await fc.assert(
    fc.asyncProperty(files, damages, fc.boolean(), async (name, how, areTablesLost) => {
      const directory = copyOf(whole);
      if (areTablesLost) removeTables(directory);
      damage(join(directory, name), how);
      const reason = await opensWholeOrNotAtAll(directory);
      if (reason) {
        refused++;
        expect(reason).toContain(directory);
        expect(reason).toContain('Nothing was changed.');
      }
      rmSync(directory, { recursive: true });
    }),
    { numRuns: 250 },
  );
  expect(refused).toBeGreaterThan(50);
});

describe('a write that a crash cut short', () => {
  /** What the files were before an append that nobody was answered, and its segment afterwards. */
  async function tornAt() {
    const before = copyOf(whole);
    const after = copyOf(whole);
    const log = await openLog(after);
    await append(log, 'two', [700, 3000, 10]);
    await log.close();
    const name = segmentsIn(whole).at(-1) as string;
    return { before, name, start: readFileSync(join(before, name)).length, bytes: readFileSync(join(after, name)) };
  }

  test('is cut, whichever parts of it reached the disk, and said so', async () => {
    const { before, name, start, bytes } = await tornAt();
    expect(bytes.length).toBeGreaterThan(start + 3000);
    const lostSectors = fc.array(fc.nat(7), { minLength: 1, maxLength: 8 });
    const torn = fc.record({
      end: fc.integer({ min: start + 1, max: bytes.length - 1 }),
      lostSectors,
      isCut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(torn, async ({ end, lostSectors, isCut }) => {
        const directory = copyOf(before);
        const left = Buffer.from(isCut ? bytes.subarray(0, end) : bytes);
        if (!isCut)
          for (const sector of lostSectors)
            left.fill(0, start + sector * 512, Math.min(start + (sector + 1) * 512, left.length));
        writeFileSync(join(directory, name), left);
        const notices: string[] = [];
        const log = await openLog(directory, notices);
        expect(toldBy(log)).toEqual(expected);
        expect(notices.join()).toContain('Removed the last');
        await append(log, 'two', [5]);
        await log.close();
        const reopened = await openLog(directory);
        expect(allForwards(reopened)).toHaveLength(expected.all.length + 1);
        await reopened.close();
        rmSync(directory, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });
});

test('a byte in the middle of the last segment: the refusal says where, and how to go on, and so it goes on', async () => {
  const directory = copyOf(whole);
  const name = segmentsIn(directory).at(-1) as string;
  const path = join(directory, name);
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
  const reason = (await opensWholeOrNotAtAll(directory)) as string;
  const [, offset, position] = /damaged at byte (\d+), behind position (\d+)/.exec(reason) as unknown as string[];
  expect(reason).toContain(path);
  expect(Number(offset)).toBeLessThanOrEqual(at);
  expect(reason).toContain('whole events follow it at byte');
  const [command] = /truncate -s \d+ \S+(?=,)/.exec(reason) as unknown as [string];
  execFileSync('sh', ['-c', command]);
  expect((await opensWholeOrNotAtAll(directory)) as string).toContain('data.mdb there were events up to position');
  removeTables(directory);
  expect((await opensWholeOrNotAtAll(directory)) as string).toContain('log-end there were events up to position');
  rmSync(join(directory, 'log-end'));
  const log = await openLog(directory);
  expect(allForwards(log)).toEqual(expected.all.filter((told) => told.position <= Number(position)));
  await log.close();
});

test('an older file of a scavenged segment is not removed before the newer one was found whole', async () => {
  const directory = copyOf(whole);
  const scavengedName = segmentsIn(directory).find((name) => name.includes('.')) as string;
  const older = join(directory, scavengedName.split('.')[0] as string);
  cpSync(join(directory, scavengedName), older);
  truncateSync(join(directory, scavengedName), 20);
  expect(await opensWholeOrNotAtAll(directory)).toContain(scavengedName);
  rmSync(join(directory, scavengedName));
  expect(await opensWholeOrNotAtAll(directory)).toBeUndefined();
});

test('the first file, or every file, is missing: it does not begin anew', async () => {
  const directory = copyOf(whole);
  rmSync(join(directory, segmentsIn(directory)[0] as string));
  expect(await opensWholeOrNotAtAll(directory)).toContain('first file is missing');
  for (const name of segmentsIn(directory)) rmSync(join(directory, name));
  expect(await opensWholeOrNotAtAll(directory)).toContain('There are no events');
});

test('tables that were cut are refused, not mapped: removed, they are told again', async () => {
  for (const bytes of [0, 5000, 8192]) {
    const directory = copyOf(whole);
    truncateSync(join(directory, 'data.mdb'), bytes);
    expect(await opensWholeOrNotAtAll(directory)).toContain('Remove data.mdb and lock.mdb');
    removeTables(directory);
    expect(await opensWholeOrNotAtAll(directory)).toBeUndefined();
    expect(await opensWholeOrNotAtAll(directory)).toBeUndefined();
  }
});
