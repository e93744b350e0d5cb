import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allBackwards,
  allForwards,
  append,
  describeStream,
  kept,
  openLog,
  streams,
  type Told,
} from '../../testing/scavenged-log.js';
import type { EventLog } from '../storage/event-log.js';
import { scavenge } from './scavenge.js';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'scavenge-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const newDirectory = () => join(parent, randomUUID());

type Step =
  | { readonly append: { readonly stream: number; readonly sizes: number[] } }
  | { readonly maxCount: { readonly stream: number; readonly count: number } }
  | { readonly truncate: { readonly stream: number; readonly before: number } }
  | { readonly delete: number }
  | { readonly tombstone: number }
  | 'scavenge'
  | 'reopen'
  | 'crash';
const stream = fc.nat(4);
const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    weighted(
      8,
      fc.record({ append: fc.record({ stream, sizes: fc.array(fc.nat(700), { minLength: 1, maxLength: 5 }) }) }),
    ),
    weighted(2, fc.record({ maxCount: fc.record({ stream, count: fc.integer({ min: 1, max: 4 }) }) })),
    weighted(2, fc.record({ truncate: fc.record({ stream, before: fc.nat(8) }) })),
    weighted(1, fc.record({ delete: stream })),
    weighted(1, fc.record({ tombstone: stream })),
    weighted(3, fc.constant('scavenge')),
    weighted(1, fc.constant('reopen')),
    weighted(1, fc.constant('crash')),
  ),
  { minLength: 10, maxLength: 30 },
);

async function change(log: EventLog, step: Exclude<Step, string>): Promise<void> {
  if ('append' in step) await append(log, `s-${step.append.stream}`, step.append.sizes);
  else if ('maxCount' in step)
    await describeStream(log, `s-${step.maxCount.stream}`, { $maxCount: step.maxCount.count });
  else if ('truncate' in step) await describeStream(log, `s-${step.truncate.stream}`, { $tb: step.truncate.before });
  else if ('delete' in step) await log.writer.softDelete(`s-${step.delete}`, 'any');
  else await log.writer.tombstone(`s-${step.tombstone}`, 'any');
}

test('whatever is stored, a scavenge takes out what nobody can read, and readers see no difference', async () => {
  let savedBytes = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      let directory = newDirectory();
      let log = await openLog(directory);
      let expected: Told[] = [];
      const names = new Set<string>();
      for (const step of taken) {
        const known = log.durablePosition;
        const rolling = step === 'scavenge' && (log.rollOver(), await append(log, 'rolls-over', [1]));
        if (typeof step === 'object') await change(log, step);
        expected.push(...allForwards(log).filter(({ position }) => position > known));
        for (const { streamName } of expected) names.add(streamName);
        const before = streams(log, names);
        if (rolling) {
          savedBytes += (await scavenge(log.parts, () => false)).spaceSavedBytes;
          expected = kept(expected, log);
        } else if (step === 'reopen') {
          await log.close();
          log = await openLog(directory);
        } else if (step === 'crash') {
          const copy = newDirectory();
          cpSync(directory, copy, { recursive: true });
          await log.close();
          rmSync(directory, { recursive: true });
          log = await openLog((directory = copy));
        }
        expect(streams(log, names)).toEqual(before);
        expect(allForwards(log)).toEqual(expected);
        expect(allBackwards(log)).toEqual([...expected].reverse());
      }
      await log.close();
      rmSync(directory, { recursive: true });
    }),
    { numRuns: 15 },
  );
  expect(savedBytes).toBeGreaterThan(0);
});
