/** Takes what has arrived, as much as is good for one round of writes. */
import type { Arrival, Located } from './port.js';

/** Work in one batch, in the measure of `sizeOf`, and work that may wait for the next: beyond, reading stands still. */
const BATCH_SIZE = 1_000;
const MOST_WAITING = 2 * BATCH_SIZE;
/** Under load a batch collects for a moment: fewer, larger rounds cost a fraction. A single event never waits. */
const COLLECTING_MS = 20;

/** Batches of arrivals in order, none empty, until they end. An error among the arrivals is thrown after what came before. */
export async function* batches<E extends Located>(
  arrivals: AsyncIterable<Arrival<E>>,
  sizeOf: (event: E) => number,
): AsyncGenerator<readonly Arrival<E>[], void, void> {
  const inbox = new Inbox(sizeOf);
  const reading = inbox.fill(arrivals);
  reading.catch(() => inbox.abandon());
  let isBusy = false;
  try {
    while (await inbox.hasSome()) {
      if (isBusy && !inbox.isFull) await new Promise((resolve) => setTimeout(resolve, COLLECTING_MS));
      const { batch, size } = inbox.take();
      isBusy = size > 1;
      yield batch;
    }
    await reading;
  } finally {
    inbox.abandon();
  }
}

class Inbox<E extends Located> {
  private waiting: Arrival<E>[] = [];
  /** Of all that waits. */
  private size = 0;
  private hasEnded = false;
  private isAbandoned = false;
  private wake: () => void = () => {};

  constructor(private readonly sizeOf: (event: E) => number) {}

  get isFull(): boolean {
    return this.size >= BATCH_SIZE;
  }

  async fill(arrivals: AsyncIterable<Arrival<E>>): Promise<void> {
    try {
      for await (const arrival of arrivals) {
        this.waiting.push(arrival);
        this.size += this.sizeIn(arrival);
        this.wake();
        while (this.size >= MOST_WAITING && !this.isAbandoned) await this.change();
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

  take(): { batch: readonly Arrival<E>[]; size: number } {
    let taken = 0;
    let size = 0;
    while (taken < this.waiting.length && size < BATCH_SIZE) {
      const arrival = this.waiting[taken++];
      if (arrival) size += this.sizeIn(arrival);
    }
    const batch = this.waiting.slice(0, taken);
    this.waiting = this.waiting.slice(taken);
    this.size -= size;
    this.wake();
    return { batch, size };
  }

  private sizeIn(arrival: Arrival<E>): number {
    return arrival.kind === 'event' ? this.sizeOf(arrival.arrived) : 1;
  }

  /** Resolves at the next arrival, end, or taking. Reader and taker never wait at once: one has, the other has room. */
  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}
