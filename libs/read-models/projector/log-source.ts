/** The events of all aggregates that are projected out of the log, in its order; or those of one stream. */
import type { EventStore } from '#event-store/port/event-store.js';
import { logSource as followersSource } from '#followers/log-source.js';
import { arrivedIn, projectedPrefixes } from './aggregates.js';
import type { Arrived, History, Source } from './source.js';

export const logSource = (log: EventStore, onInterruption: (cause: unknown) => void = () => {}): Source =>
  followersSource(log, { streamPrefixes: projectedPrefixes, read: arrivedIn, onInterruption });

export const logHistory = (log: Pick<EventStore, 'readStream'>): History =>
  async function* (stream, after): AsyncGenerator<Arrived, void, void> {
    for await (const stored of log.readStream(stream, { from: after + 1 })) yield arrivedIn(stored);
  };
