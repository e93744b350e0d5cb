import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EventLog } from './event-log.js';
import { decodeRecordedEvent, type LoggedEvent, type ProposedEvent } from './recorded-event.js';

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'event-log-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const newDirectory = () => join(parent, randomUUID());
const openLog = (directory: string, notices: string[] = []) =>
  EventLog.open({
    directory,
    isDurable: false,
    segmentBytes: 2000,
    cachedStreamBytes: 500,
    recentIds: 100,
    notice: (sentence) => notices.push(sentence),
  });
const event = (bytes: number): ProposedEvent => ({
  id: randomUUID(),
  type: 'Sized',
  contentType: 'application/octet-stream',
  data: Buffer.alloc(bytes, bytes % 251),
  metadata: Buffer.alloc(0),
});

/** What the log must tell: the events in order, by id. */
interface Model {
  readonly all: { readonly streamName: string; readonly id: string }[];
}

const idsOf = (events: readonly LoggedEvent[]): string[] => events.map(({ record }) => decodeRecordedEvent(record).id);

function readForwards(log: EventLog, start: number): LoggedEvent[] {
  const read: LoggedEvent[] = [];
  for (let page = log.reader.forwards(start, 3); page.length > 0; page = log.reader.forwards(start + read.length, 3)) {
    read.push(...page);
  }
  return read;
}

function readBackwards(log: EventLog, start: number): LoggedEvent[] {
  const read: LoggedEvent[] = [];
  for (
    let page = log.reader.backwards(start, 3);
    page.length > 0;
    page = log.reader.backwards(start - read.length, 3)
  ) {
    read.push(...page);
  }
  return read;
}

function expectSame(log: EventLog, { all }: Model): void {
  const ids = all.map(({ id }) => id);
  expect(log.durablePosition).toBe(all.length);
  for (const start of [1, Math.ceil(all.length / 2), all.length + 1]) {
    expect(idsOf(readForwards(log, start))).toEqual(ids.slice(start - 1));
    expect(idsOf(readBackwards(log, start))).toEqual(ids.slice(0, Math.max(0, start - 1)).reverse());
  }
  for (const streamName of new Set(all.map((written) => written.streamName))) expectSameStream(log, all, streamName);
}

function expectSameStream(log: EventLog, all: Model['all'], streamName: string): void {
  const ids = all.filter((written) => written.streamName === streamName).map(({ id }) => id);
  const stream = log.catalog.find(streamName);
  if (!stream) throw new Error(`${streamName} is not known`);
  expect(stream.lastRevision).toBe(ids.length - 1);
  const forwards: LoggedEvent[] = [];
  for (let page = log.reader.streamForwards(stream, 0, 2); page.length > 0;) {
    forwards.push(...page);
    page = log.reader.streamForwards(stream, forwards.length, 2);
  }
  expect(idsOf(forwards)).toEqual(ids);
  const backwards: LoggedEvent[] = [];
  for (let page = log.reader.streamBackwards(stream, ids.length, 0, 2); page.length > 0;) {
    backwards.push(...page);
    page = log.reader.streamBackwards(stream, ids.length - 1 - backwards.length, 0, 2);
  }
  expect(idsOf(backwards)).toEqual([...ids].reverse());
  expect(ids.map((_, revision) => log.reader.eventAt(stream, revision)?.id)).toEqual(ids);
}

type Step = { readonly append: { readonly stream: number; readonly sizes: number[] }[] } | 'reopen' | 'crash';

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        append: fc.array(
          fc.record({ stream: fc.nat(4), sizes: fc.array(fc.nat(700), { minLength: 1, maxLength: 4 }) }),
          { minLength: 1, maxLength: 4 },
        ),
      }),
    },
    { weight: 1, arbitrary: fc.constant('reopen' as const) },
    { weight: 1, arbitrary: fc.constant('crash' as const) },
  ),
  { maxLength: 10 },
);

test('whatever is appended, closed and crashed in between, the log tells exactly what was acknowledged', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      let directory = newDirectory();
      let log = await openLog(directory);
      const model: Model = { all: [] };
      for (const step of taken) {
        if (step === 'reopen') {
          await log.close();
          log = await openLog(directory);
        } else if (step === 'crash') {
          // What another process would find at this instant.
          const left = newDirectory();
          cpSync(directory, left, { recursive: true });
          await log.close();
          directory = left;
          log = await openLog(directory);
        } else await appendAll(log, step.append, model);
        expectSame(log, model);
      }
      await log.close();
    }),
    { numRuns: 40 },
  );
}, 60_000);

async function appendAll(log: EventLog, appends: { stream: number; sizes: number[] }[], { all }: Model): Promise<void> {
  const written = appends.map(({ stream, sizes }) => {
    const streamName = `stream-${stream}`;
    const events = sizes.map(event);
    for (const { id } of events) all.push({ streamName, id });
    return log.writer.append(streamName, 'any', events);
  });
  for (const outcome of await Promise.all(written)) expect(outcome.kind).toBe('success');
}

test('many segments: their offsets are told again from the events when their files are lost', async () => {
  const directory = newDirectory();
  const model: Model = { all: [] };
  const log = await openLog(directory);
  for (let count = 0; count < 30; count++) await appendAll(log, [{ stream: count % 3, sizes: [300, 10] }], model);
  await log.close();
  const offsets = readdirSync(directory).filter((name) => name.endsWith('.offsets'));
  expect(offsets.length).toBeGreaterThan(3);
  rmSync(join(directory, offsets[0] as string));
  writeFileSync(join(directory, offsets[1] as string), 'short');
  const reopened = await openLog(directory);
  expectSame(reopened, model);
  await reopened.close();
});

test('tables that are lost are told again from the events', async () => {
  const directory = newDirectory();
  const model: Model = { all: [] };
  const log = await openLog(directory);
  for (let count = 0; count < 10; count++) await appendAll(log, [{ stream: count % 3, sizes: [100] }], model);
  await log.close();
  for (const name of ['data.mdb', 'lock.mdb']) rmSync(join(directory, name));
  const reopened = await openLog(directory);
  expectSame(reopened, model);
  await reopened.close();
});

test('events damaged in the middle are not served as if nothing were: the log does not open', async () => {
  const directory = newDirectory();
  const model: Model = { all: [] };
  const log = await openLog(directory);
  for (let count = 0; count < 20; count++) await appendAll(log, [{ stream: 0, sizes: [300] }], model);
  await log.close();
  const [first] = readdirSync(directory)
    .filter((name) => name.startsWith('events-'))
    .sort();
  rmSync(join(directory, `${first}.offsets`));
  writeFileSync(join(directory, first as string), 'not what it was');
  await expect(openLog(directory)).rejects.toThrow('damaged');
});

test('a refusal that rests on nothing but what was there at the start waits for no commit', async () => {
  const directory = newDirectory();
  const log = await openLog(directory);
  await log.writer.append('old', 'no_stream', [event(1)]);
  await log.close();
  const reopened = await openLog(directory);
  expect(await reopened.writer.append('old', 'no_stream', [event(1)])).toMatchObject({ actual: 0 });
  await reopened.close();
});
