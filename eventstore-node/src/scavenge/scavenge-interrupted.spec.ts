import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { collect, startNodeInTest } from '../../testing/node-in-test.js';

test('of a scavenge that a crash cut short the next start tells the end, once', async () => {
  const db = mkdtempSync(join(tmpdir(), 'eventstore-interrupted-'));
  const first = await startNodeInTest({ memDb: false, db });
  const begin = async (id: string, ...types: string[]) => {
    await first.client.appendToStream(
      `$scavenges-${id}`,
      types.map((type) => jsonEvent({ type, data: { scavengeId: id } })),
    );
    await first.client.appendToStream(
      '$scavenges',
      binaryEvent({ type: '$>', data: Buffer.from(`0@$scavenges-${id}`) }),
    );
  };
  await begin('ended', '$scavengeStarted', '$scavengeCompleted');
  await begin('cut-short', '$scavengeStarted');
  await first.stop();
  for (const start of ['the next', 'one more']) {
    const { client, stop } = await startNodeInTest({ memDb: false, db });
    const told = async (id: string) => (await collect(client.readStream(`$scavenges-${id}`))).map(({ event }) => event);
    expect({ start, ended: await told('ended') }).toMatchObject({ start, ended: [{}, {}] });
    expect({ start, cutShort: await told('cut-short') }).toMatchObject({
      cutShort: [
        { type: '$scavengeStarted' },
        { type: '$scavengeCompleted', data: { result: 'Failed', timeTaken: '00:00:00.0000000' } },
      ],
    });
    await stop();
  }
  rmSync(db, { recursive: true });
});
