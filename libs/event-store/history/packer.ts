/** Entries in few bytes, outside V8's heap: as they are stored, joined as neighbours may be, deflated. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Event } from '#domain/messages.js';
import type { StoredJson } from '../codec/codec.js';
import type { Folding } from './loaded-stream.js';

type Packing<E extends Event> = {
  readonly aggregate: Pick<Folding<unknown, E>['aggregate'], 'entriesOf' | 'pack'>;
  readonly codec: Folding<unknown, E>['codec'];
};

export class Packer<E extends Event> {
  constructor(private readonly folding: Packing<E>) {}

  pack(entries: readonly E[]): Buffer {
    const { aggregate, codec } = this.folding;
    const events = aggregate.pack(entries).map((event) => codec.encode(event));
    // Most of what is left are keys and hashes, which do not get smaller by trying harder.
    return deflateRawSync(JSON.stringify(events), { level: 1 });
  }

  unpack(bytes: Buffer): E[] {
    const { aggregate, codec } = this.folding;
    const events = JSON.parse(inflateRawSync(bytes).toString()) as readonly StoredJson[];
    return events.flatMap((event) => aggregate.entriesOf(codec.decode(event)));
  }
}
