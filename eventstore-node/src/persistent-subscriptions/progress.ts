import type { EventSource } from './event-source.js';
import type { Origin } from './message.js';

/** Up to where everything is settled, and how many events that are. */
export interface Reached {
  readonly ordinal: number;
  readonly place: number;
}

/**
 * Knows which events of the source are not settled yet: waiting, with a consumer, or on their way to the parked ones.
 * A checkpoint may claim no more than that everything before the first of them is.
 */
export class Progress {
  /** By ordinal. Events come in in that order, so the first entry is the lowest. */
  private readonly unsettled = new Map<number, number | undefined>();

  constructor(private readonly source: EventSource) {}

  taken({ ordinal, before }: { readonly ordinal: number; readonly before: number | undefined }): void {
    this.unsettled.set(ordinal, before);
  }

  settled(origin: Origin): void {
    if (origin.kind === 'source') this.unsettled.delete(origin.ordinal);
  }

  /** Undefined while nothing is settled. */
  reached(): Reached | undefined {
    for (const [ordinal, before] of this.unsettled)
      return before === undefined ? undefined : { ordinal: ordinal - 1, place: before };
    const { searched, place } = this.source;
    return place === undefined ? undefined : { ordinal: searched, place };
  }
}
