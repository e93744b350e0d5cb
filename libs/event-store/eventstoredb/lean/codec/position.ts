import type { Position } from '../../../port/event-store.js';
import type { WireReader } from './wire-reader.js';

/** A message of the two halves of a position, as there are several. */
export function readPosition(reader: WireReader, end: number): Position {
  let commit = 0n;
  let prepare = 0n;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x08) commit = reader.bigVarint();
    else if (tag === 0x10) prepare = reader.bigVarint();
    else reader.skip(tag);
  }
  return { commit, prepare };
}
