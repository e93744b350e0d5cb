import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CameTooLate } from './group-commit.js';
import { EventLog } from './event-log.js';
import type { ProposedEvent } from './recorded-event.js';

let directory: string;
let log: EventLog;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'late-appends-'));
  const options = { segmentBytes: 100_000, cachedStreamBytes: 2_500, recentIds: 100, notice: () => undefined };
  log = await EventLog.open({ directory, isDurable: false, ...options });
});
afterAll(async () => {
  await log.close();
  rmSync(directory, { recursive: true, force: true });
});

const event = (): ProposedEvent => ({
  id: randomUUID(),
  type: 'Late',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.alloc(0),
});
const LONG_AGO_MS = 10_000;

test('an append whose time has passed while it waited is not written, nor what was decided on top of it', async () => {
  const late = log.writer.append('s', 'no_stream', [event()], Date.now() - LONG_AGO_MS);
  const onTop = log.writer.append('s', 0, [event()]);
  const other = log.writer.append('other', 'no_stream', [event()]);
  for (const outcome of await Promise.allSettled([late, onTop, other]))
    expect(outcome).toMatchObject({ reason: expect.any(CameTooLate) });
  expect(await log.writer.append('s', 'no_stream', [event()], Date.now() + LONG_AGO_MS)).toMatchObject({
    kind: 'success',
    revision: 0,
    position: 1,
  });
});
