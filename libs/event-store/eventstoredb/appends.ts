/** Appending: an answer for each append, also where the client would never give one. */
import {
  type AppendExpectedRevision,
  ErrorType,
  type EventData,
  type EventStoreDBClient,
  NO_STREAM,
} from '@eventstore/db-client';
import { AppendRejected } from '../port/errors.js';
import type { AppendResult, ExpectedRevision, ProposedEvent } from '../port/event-store.js';
import { BytesAsJson } from './bytes-as-json.js';
import { isCommand, isRejection } from './client-errors.js';
import type { Connection } from './connection.js';

/** Of an append that may land whenever it does: the client would choose a deadline of its own, a time of day by our clock. */
const NO_DEADLINE_MS = 24 * 3_600_000;

/** All clients of a process share one table of unanswered appends, and one's failure empties it: so only one appends. */
let appender: symbol | undefined;

export class Appends {
  private readonly self = Symbol('appends');
  private answeredAt = 0;

  constructor(
    private readonly connection: Connection<EventStoreDBClient>,
    private readonly appendWithinMs: number,
  ) {}

  async append(
    stream: string,
    events: readonly ProposedEvent[],
    expected: ExpectedRevision,
    deadlineAt?: number,
  ): Promise<AppendResult> {
    if ((appender ??= this.self) !== this.self)
      throw new AppendRejected('This process has an appending client already.');
    const client = await this.connection.client();
    const sentAt = performance.now();
    try {
      const expectedRevision: AppendExpectedRevision = expected === 'no_stream' ? NO_STREAM : BigInt(expected);
      // The client makes a time of day of it again.
      const deadline = deadlineAt === undefined ? NO_DEADLINE_MS : deadlineAt - Date.now();
      const options = { expectedRevision, deadline, requiresLeader: true };
      const asJson = events.map((event) => new BytesAsJson(event)) as unknown as EventData[];
      const { nextExpectedRevision, position } = await this.inTime(client.appendToStream(stream, asJson, options));
      this.answeredAt = performance.now();
      return { outcome: 'appended', streamRevision: Number(nextExpectedRevision), position };
    } catch (error) {
      const result = this.outcomeOf(error);
      // A slow answer to one append is no reason to end the others; silence to all of them is.
      if (result.outcome === 'unknown' && this.answeredAt < sentAt) this.connection.replace(client);
      return result;
    }
  }

  async dispose(): Promise<void> {
    await this.connection.dispose();
    if (appender === this.self) appender = undefined;
  }

  /** Throws where it is certain that nothing was or will be written. */
  private outcomeOf(error: unknown): AppendResult {
    if (isCommand(error) && error.type === ErrorType.WRONG_EXPECTED_VERSION) {
      this.answeredAt = performance.now();
      const actual = error.actualVersion;
      return { outcome: 'conflict', actual: typeof actual === 'bigint' ? Number(actual) : 'no_stream' };
    }
    if (isRejection(error)) throw new AppendRejected(`The event store refused the append: ${error.type}`, error);
    if (isCommand(error) && error.type === ErrorType.DEADLINE_EXCEEDED) this.answeredAt = performance.now();
    return { outcome: 'unknown', cause: error as Error };
  }

  private async inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const late = () => reject(new Error(`No answer within ${this.appendWithinMs} ms`));
      timer = setTimeout(late, this.appendWithinMs);
    });
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearTimeout(timer);
    }
  }
}
