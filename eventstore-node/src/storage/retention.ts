import { decodeRecordedEvent } from './recorded-event.js';

const TICKS_PER_MILLISECOND = 10_000;

/** `createdTicks` as in a `RecordedEvent`. */
export const isOlder = (createdTicks: string, maxAgeSeconds: number): boolean =>
  Number(createdTicks) / TICKS_PER_MILLISECOND < Date.now() - maxAgeSeconds * 1000;

/** `$maxAge`: reads don't return what is older, whether or not it is still stored. */
export const hasExpired = (record: Buffer, maxAgeSeconds: number): boolean =>
  isOlder(decodeRecordedEvent(record).createdTicks, maxAgeSeconds);
