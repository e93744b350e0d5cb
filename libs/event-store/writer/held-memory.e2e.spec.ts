/** What streams in memory take: the estimate against the heap, and a process that would end if it were wrong. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it, jest } from '@jest/globals';
import { compileLibs } from '../testing/compiled-libs.js';

/** A busy machine may take its time. */
jest.setTimeout(600_000);

type Weighed = { readonly estimated: number; readonly measured: number };
type Line = { readonly buckets: number; readonly written: Weighed; readonly read: Weighed };

const { directory, remove } = compileLibs();
afterAll(remove);
const compiled = (script: string) => path.join(directory, 'event-store', 'testing', `${script}.js`);

/** What a process of its own prints. One that ends by itself rejects. */
const run = async (script: string, ...flags: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [...flags, compiled(script)])).stdout;

it('is estimated between 0.8 and 1.6 of what the heap says, after reading as after writing', async () => {
  const lines = (await run('measure-held-memory', '--expose-gc')).trim().split('\n');
  const measured = lines.map((line) => JSON.parse(line) as Line);
  expect(measured.map(({ buckets }) => buckets)).toEqual([-1, 0, 5, 20, 200]);
  for (const { buckets, written, read } of measured) {
    for (const { estimated, measured: bytes } of [written, read]) {
      expect([buckets, estimated / bytes > 0.8, estimated / bytes < 1.6]).toEqual([buckets, true, true]);
    }
  }
});

it('is bounded by the memory of the process: a small one checks the credits of 8,000 cold accounts', async () => {
  expect(await run('read-cold-accounts', '--max-old-space-size=64', '--max-semi-space-size=8')).toBe('8000\n');
});

it('is not that of commands which are answered: a charge leaves in the old generation less than it was made of', async () => {
  const left = Number(await run('measure-left-behind', '--expose-gc'));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(4_000);
});
