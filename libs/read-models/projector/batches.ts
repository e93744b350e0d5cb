/** Takes what has arrived, as much as is good for one round of writes. */
import { countEntries } from '#domain/account/entries.js';
import type { Arrival } from './source.js';

/** Entries in one batch, and entries that may wait for the next. */
const MOST_ENTRIES = 1_000;
const MOST_WAITING = 2 * MOST_ENTRIES;
/** Under load a batch collects for a moment: fewer, larger rounds cost a fraction. A single event never waits. */
const COLLECTING_MS = 20;

/** Batches of arrivals in order, none empty, until they end. An error among the arrivals is thrown after what came before. */
export async function* batches(arrivals: AsyncIterable<Arrival>): AsyncGenerator<readonly Arrival[], void, void> {
  const inbox = new Inbox();
  const reading = inbox.fill(arrivals);
  reading.catch(() => inbox.abandon());
  let isBusy = false;
  try {
    while (await inbox.hasSome()) {
      if (isBusy && !inbox.isFull) await new Promise((resolve) => setTimeout(resolve, COLLECTING_MS));
      const { batch, entries } = inbox.take();
      isBusy = entries > 1;
      yield batch;
    }
    await reading;
  } finally {
    inbox.abandon();
  }
}

const entriesIn = (arrival: Arrival): number => (arrival.kind === 'event' ? countEntries(arrival.arrived.event) : 1);

class Inbox {
  private waiting: Arrival[] = [];
  private entries = 0;
  private hasEnded = false;
  private isAbandoned = false;
  private wake: () => void = () => {};

  get isFull(): boolean {
    return this.entries >= MOST_ENTRIES;
  }

  async fill(arrivals: AsyncIterable<Arrival>): Promise<void> {
    try {
      for await (const arrival of arrivals) {
        this.waiting.push(arrival);
        this.entries += entriesIn(arrival);
        this.wake();
        while (this.entries >= MOST_WAITING && !this.isAbandoned) await this.change();
        if (this.isAbandoned) return;
      }
    } finally {
      this.hasEnded = true;
      this.wake();
    }
  }

  /** Nobody takes any more: lets go of the arrivals. */
  abandon(): void {
    this.isAbandoned = true;
    this.wake();
  }

  /** False once everything was taken and nothing more will come. */
  async hasSome(): Promise<boolean> {
    while (this.waiting.length === 0 && !this.hasEnded) await this.change();
    return this.waiting.length > 0;
  }

  take(): { batch: readonly Arrival[]; entries: number } {
    let taken = 0;
    let entries = 0;
    while (taken < this.waiting.length && entries < MOST_ENTRIES) {
      const arrival = this.waiting[taken++];
      if (arrival) entries += entriesIn(arrival);
    }
    const batch = this.waiting.slice(0, taken);
    this.waiting = this.waiting.slice(taken);
    this.entries -= entries;
    this.wake();
    return { batch, entries };
  }

  /** Resolves at the next arrival, end, or taking. Reader and taker never wait at once: one has, the other has room. */
  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}
