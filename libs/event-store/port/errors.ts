/** Why a command was not carried out although no rule refused it. All are 503 or 429 at the API, with `Retry-After`. */

/** Base of the errors of this library. `code` is stable. */
export class EventStoreError extends Error {
  override readonly name: string = 'EventStoreError';
  constructor(
    readonly code:
      'busy' | 'queue-full' | 'outcome-unknown' | 'store-unavailable' | 'append-rejected' | 'too-much-at-once',
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** 503 `busy`: not decided in time, or other instances kept winning. Nothing was written, the key is unused. */
export class Busy extends EventStoreError {
  override readonly name = 'Busy';
  constructor(message = 'This account is busy. Try again with the same key.', cause?: unknown) {
    super('busy', message, { cause });
  }
}

/** 429 `queue-full`: too many commands wait for this stream. Nothing was written, the key is unused. */
export class QueueFull extends EventStoreError {
  override readonly name = 'QueueFull';
  constructor() {
    super('queue-full', 'Too many commands are waiting for this account.');
  }
}

/**
 * 503 `outcome-unknown`: the append is with the store or nowhere, and which can't be read. It is accepted no more. A
 * retry with the same key settles it.
 */
export class OutcomeUnknown extends EventStoreError {
  override readonly name = 'OutcomeUnknown';
  constructor(cause: unknown) {
    super('outcome-unknown', 'It is not known whether this was recorded. Retry with the same key to find out.', {
      cause,
    });
  }
}

/** 503 `store-unavailable`: the log could not be read. Nothing was written. */
export class StoreUnavailable extends EventStoreError {
  override readonly name = 'StoreUnavailable';
  constructor(cause: unknown) {
    super('store-unavailable', 'The event store can not be reached.', { cause });
  }
}

/**
 * 409 `too-much-at-once`: what the command would record does not fit one append, and it can be requested in parts. What
 * can't is kept small enough by the domain (its limits.ts).
 */
export class TooMuchAtOnce extends EventStoreError {
  override readonly name = 'TooMuchAtOnce';
  constructor() {
    super(
      'too-much-at-once',
      'This would record more at once than the log can take. Ask for a part of it, then the rest.',
    );
  }
}

/** The server refused the append for a reason that trying again does not mend (size, permission, deleted stream). */
export class AppendRejected extends EventStoreError {
  override readonly name = 'AppendRejected';
  constructor(message: string, cause?: unknown) {
    super('append-rejected', message, { cause });
  }
}
