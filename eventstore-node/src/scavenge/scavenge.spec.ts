import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  allForwards,
  append,
  describeStream,
  filledLog,
  kept,
  NAMES,
  openLog,
  scavenged,
  sizeOf,
  streams,
} from '../../testing/scavenged-log.js';
import { scavenge } from './scavenge.js';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'scavenge-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const newDirectory = () => join(parent, randomUUID());

test('the disk shrinks, and a second scavenge finds nothing to do', async () => {
  const directory = newDirectory();
  const log = await filledLog(directory);
  const before = sizeOf(directory);
  const { spaceSavedBytes } = await scavenged(log);
  const after = sizeOf(directory);
  expect(after).toBeLessThan(before / 2);
  expect(before - after).toBeGreaterThan(spaceSavedBytes * 0.95 - 500);
  expect(await scavenge(log.parts, () => false)).toEqual({
    spaceSavedBytes: 0,
    segmentsRewritten: 0,
  });
  await log.close();
});

test('$maxAge: what has expired goes, but for the last', async () => {
  const log = await openLog(newDirectory());
  await append(log, 'aged', [10, 10, 10]);
  await describeStream(log, 'aged', { $maxAge: 1 });
  await append(log, 'other', [10]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await scavenged(log);
  const left = allForwards(log).filter(({ streamName }) => streamName === 'aged');
  expect(left.map(({ revision }) => revision)).toEqual([2]);
  await log.close();
});

test('stopped, it leaves the segment that it was at as it was; what is done is done', async () => {
  const directory = newDirectory();
  const log = await filledLog(directory);
  const before = { streams: streams(log, NAMES), all: allForwards(log) };
  let asked = 0;
  const { segmentsRewritten } = await scavenged(log, () => ++asked > 40);
  expect(segmentsRewritten).toBeGreaterThan(0);
  const all = allForwards(log);
  expect(all.length).toBeLessThan(before.all.length);
  expect(all.length).toBeGreaterThan(kept(before.all, log).length);
  expect(streams(log, ['kept', 'short', 'ended'])).toMatchObject({ kept: before.streams['kept'] });
  expect(readdirSync(directory).filter((name) => name.endsWith('.new'))).toEqual([]);
  await log.close();
});

test('when the disk refuses a file, nothing is lost, and the next scavenge does the work', async () => {
  const directory = newDirectory();
  const log = await filledLog(directory);
  log.rollOver();
  await append(log, 'rolls-over', [1]);
  const before = { streams: streams(log, NAMES), all: allForwards(log) };
  for (const refused of ['.1.new', '.1.offsets.new']) {
    const inTheWay = join(directory, `events-${'1'.padStart(16, '0')}${refused}`);
    mkdirSync(inTheWay);
    await expect(scavenge(log.parts, () => false)).rejects.toThrow();
    rmSync(inTheWay, { recursive: true });
    expect(streams(log, NAMES)).toEqual(before.streams);
    expect(allForwards(log)).toEqual(before.all);
  }
  await scavenge(log.parts, () => false);
  expect(allForwards(log)).toEqual(kept(before.all, log));
  expect(readdirSync(directory).filter((name) => name.endsWith('.new'))).toEqual([]);
  await log.close();
});

describe('cut short at any instant, the log is the same to its readers', () => {
  /** Both states of one log: each file of the instants in between is from one or the other. */
  async function beforeAndAfter() {
    const [before, after] = [newDirectory(), newDirectory()];
    const log = await filledLog(before);
    log.rollOver();
    await append(log, 'rolls-over', [1]);
    await log.close();
    cpSync(before, after, { recursive: true });
    const opened = await openLog(after);
    const expected = streams(opened, NAMES);
    await scavenge(opened.parts, () => false);
    const left = allForwards(opened);
    await opened.close();
    return { before, after, expected, left };
  }
  const files = (directory: string, wanted: RegExp) => readdirSync(directory).filter((name) => wanted.test(name));

  test('the new file is not all written; the index has forgotten what goes, or some of it', async () => {
    const { before, after, expected, left } = await beforeAndAfter();
    const directory = newDirectory();
    cpSync(before, directory, { recursive: true });
    for (const name of files(after, /^data\.mdb$/)) cpSync(join(after, name), join(directory, name));
    for (const name of files(after, /^events-\d+\.1$/)) cpSync(join(after, name), join(directory, `${name}.new`));
    for (const name of files(after, /\.1\.offsets$/)) cpSync(join(after, name), join(directory, name));
    const log = await openLog(directory);
    expect(streams(log, NAMES)).toEqual(expected);
    expect(allForwards(log).length).toBeGreaterThan(left.length);
    expect(files(directory, /\.new$|\.1\.offsets$/)).toEqual([]);
    await scavenge(log.parts, () => false);
    expect(allForwards(log)).toEqual(left);
    expect(streams(log, NAMES)).toEqual(expected);
    await log.close();
  });

  test('the new file has its name, the old one is still there', async () => {
    const { before, after, expected, left } = await beforeAndAfter();
    const old = files(before, /^events-\d+$/).filter((name) => !files(after, /^events-\d+$/).includes(name));
    expect(old.length).toBeGreaterThan(2);
    for (const name of [...old, ...old.map((each) => `${each}.offsets`)]) cpSync(join(before, name), join(after, name));
    const log = await openLog(after);
    expect(allForwards(log)).toEqual(left);
    expect(streams(log, NAMES)).toEqual(expected);
    for (const name of old) expect(readdirSync(after)).not.toContain(name);
    await log.close();
  });

  test('offsets, and the tables, can be told again from the new files', async () => {
    const { after, expected, left } = await beforeAndAfter();
    for (const name of files(after, /\.offsets$|\.mdb$/)) rmSync(join(after, name));
    const log = await openLog(after);
    expect(allForwards(log)).toEqual(left);
    expect(streams(log, NAMES)).toEqual(expected);
    await log.close();
  });
});
