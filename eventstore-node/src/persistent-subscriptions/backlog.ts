import type { Message } from './message.js';

/** What became of a message that was offered: `busy` is the one it must go to, `full` are all. */
export type Offered = 'sent' | 'busy' | 'full';

/** What waits for a consumer: first what is to be tried again, then what was read. */
export class Backlog {
  private readonly retries: Message[] = [];
  private readonly fresh: Message[] = [];

  constructor(private readonly capacity: number) {}

  get freshCount(): number {
    return this.fresh.length;
  }

  get retryCount(): number {
    return this.retries.length;
  }

  hasRoomFor(count: number): boolean {
    return this.capacity - this.fresh.length - this.retries.length > count;
  }

  add(message: Message): void {
    this.fresh.push(message);
  }

  /** Keeps the order of the source among retries; replayed messages come behind them. */
  addRetry(message: Message): void {
    const { origin } = message;
    if (origin.kind === 'parked') {
      this.retries.push(message);
      return;
    }
    let at = this.retries.length;
    while (at > 0 && goesBehind(this.retries[at - 1] as Message, origin.ordinal)) at--;
    this.retries.splice(at, 0, message);
  }

  /** Offers messages in their order until none of the consumers has room. */
  offer(send: (message: Message) => Offered): void {
    if (offerEach(this.retries, send)) offerEach(this.fresh, send);
  }
}

const goesBehind = ({ origin }: Message, ordinal: number): boolean =>
  origin.kind === 'parked' || origin.ordinal > ordinal;

/** Takes out of the list what was sent. False if nobody has room any more. */
function offerEach(messages: Message[], send: (message: Message) => Offered): boolean {
  let kept = 0;
  let at = 0;
  let isFull = false;
  try {
    for (; at < messages.length && !isFull; at++) {
      const message = messages[at] as Message;
      const outcome = send(message);
      if (outcome === 'sent') continue;
      messages[kept++] = message;
      isFull = outcome === 'full';
    }
  } finally {
    // If a message can't be read, those before it are sent all the same, and must not be sent twice.
    if (kept < at) messages.splice(kept, at - kept);
  }
  return !isFull;
}
