/** Appends at several numbers in flight, side by side with what the machine itself can do. */
import { randomBytes } from 'node:crypto';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { startEcho, type Echo } from './echo.js';
import { Rounds, table } from './figures.js';
import { fsyncs } from './fsyncs.js';
import { load } from './load.js';
import type { BenchOptions } from './options.js';
import { appendMessageBytes, sampleEvents, someStream } from './sample.js';

const IN_FLIGHT = [1, 16, 64, 256];
const EVENTS_AN_APPEND = [1, 16, 64];

interface Cell {
  readonly inFlight: number;
  readonly events: number;
  readonly messageBytes: number;
  readonly appends: Rounds;
  readonly echoes: Rounds;
  readonly fsyncs: Rounds;
}

const cells = (): Cell[] =>
  EVENTS_AN_APPEND.flatMap((events) =>
    IN_FLIGHT.map((inFlight) => {
      const messageBytes = appendMessageBytes(events);
      return { inFlight, events, messageBytes, appends: new Rounds(), echoes: new Rounds(), fsyncs: new Rounds() };
    }),
  );

/** Each round measures every cell once, so that what else the machine does falls on all of them alike. */
export async function rates(client: EventStoreDBClient, options: BenchOptions): Promise<string> {
  const measured = cells();
  const echo = await startEcho();
  for (let round = 0; round < options.rounds; round++)
    for (const cell of measured) await measure(cell, client, echo, options);
  await echo.stop();
  const head = [
    'in flight',
    'events',
    'appends',
    'p50 / p99',
    'gRPC echo',
    'p50 / p99',
    'fdatasyncs of all in flight',
    'p50 / p99',
  ];
  const rows = measured.map(({ inFlight, events, appends, echoes, fsyncs: synced }) => [
    String(inFlight),
    String(events),
    ...[appends, echoes, synced].flatMap((rounds) => [rounds.rate, rounds.percentiles]),
  ]);
  return table(head, rows);
}

/** A group commit may hold all that is in flight, so that much is written for one fdatasync. */
async function measure(
  cell: Cell,
  client: EventStoreDBClient,
  echo: Echo,
  { seconds, directory }: BenchOptions,
): Promise<void> {
  const { inFlight, events, messageBytes } = cell;
  await load({ seconds, inFlight }, cell.appends, () => client.appendToStream(someStream(), sampleEvents(events)));
  const message = randomBytes(messageBytes);
  await load({ seconds, inFlight }, cell.echoes, () => echo.call(message));
  fsyncs({ directory, seconds: Math.min(seconds, 1), bytes: messageBytes * inFlight }, cell.fsyncs);
}
