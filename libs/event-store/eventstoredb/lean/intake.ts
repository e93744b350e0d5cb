/** Between a call, which brings messages in chunks, and a loop, which takes them one by one. */
import type { Call } from './session/call.js';

/** More than so many that were not taken make the call wait; the server notices by its window. */
const MOST_WAITING = 512;

export class Intake<T> {
  private items: T[] = [];
  private taken = 0;
  private end: { readonly error?: Error } | undefined;
  private wake: (() => void) | undefined;
  private call: Call | undefined;
  private isPaused = false;

  /** The call that fills it from now on. */
  from(call: Call): void {
    this.call = call;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** What was pushed can be taken. */
  chunk(): void {
    if (this.items.length - this.taken > MOST_WAITING && !this.isPaused) {
      this.isPaused = true;
      this.call?.pause();
    }
    this.wake?.();
  }

  /** Nothing more comes; with an error, which is thrown once all that came is taken. */
  finish(end: { readonly error?: Error }): void {
    this.end ??= end;
    this.wake?.();
  }

  get isEmpty(): boolean {
    return this.taken === this.items.length;
  }

  get isFinished(): boolean {
    return this.end !== undefined;
  }

  /** Undefined at the end. Throws what it was finished with. */
  next(): T | undefined | Promise<T | undefined> {
    if (this.taken < this.items.length) return this.items[this.taken++];
    this.items = [];
    this.taken = 0;
    if (this.end?.error !== undefined) throw this.end.error;
    if (this.end) return undefined;
    if (this.isPaused) {
      this.isPaused = false;
      this.call?.resume();
    }
    return new Promise<void>((resolve) => (this.wake = resolve)).then(() => this.next());
  }
}
