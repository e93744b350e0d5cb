import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { decodeRecordedEvent } from '../storage/recorded-event.js';
import { openLog } from '../../testing/scavenged-log.js';
import { until } from '../../testing/node-in-test.js';
import { Scavenger } from './scavenger.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const AN_HOUR_MS = 3_600_000;

test('how long a scavenge took is time that passed, though the wall clock was set back meanwhile', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-scavenger-'));
  const log = await openLog(directory);
  const scavenger = new Scavenger(
    log,
    () => '127.0.0.1:2113',
    () => undefined,
  );
  const { scavengeId } = scavenger.start();
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() - AN_HOUR_MS);
  await until(async () => scavenger.currentId === '');
  const stream = log.catalog.find(`$scavenges-${scavengeId}`);
  const [last] = stream ? log.reader.streamBackwards(stream, stream.lastRevision, 0, 1) : [];
  const { type, data } = decodeRecordedEvent((last as { record: Buffer }).record);
  expect({ type, data: JSON.parse(String(data)) as unknown }).toMatchObject({
    type: '$scavengeCompleted',
    data: { result: 'Success', timeTaken: expect.stringMatching(/^00:\d\d:\d\d\.\d{7}$/) },
  });
  await log.close();
  rmSync(directory, { recursive: true });
});
