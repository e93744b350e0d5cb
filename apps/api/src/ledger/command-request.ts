/** A command as it is requested, by whatever way it came: a request over HTTP, or a line of a batch. */
import { Command } from '@nestjs/cqrs';
import type { Origin } from '#domain/messages.js';
import type { Caller } from '../auth/api-keys.js';

export type CommandRequest<Body extends object = object> = {
  /** What it is addressed to, by the names in the route's path: `accountId`, `purchaseId` and so on. */
  readonly params: Readonly<Record<string, string>>;
  /** Checked against the body's class. */
  readonly body: Body;
  readonly origin: Origin & { readonly key: string };
  readonly caller: Caller;
};

/** What the command bus carries. */
export class LedgerCommand<Body extends object, Answer> extends Command<Answered<Answer>> {
  constructor(readonly request: CommandRequest<Body>) {
    super();
  }
}

/** The body of an answer, whether the same key had got it before, and its status where that is not the route's own. */
export class Answered<Body> {
  constructor(
    readonly body: Body,
    readonly isReplay: boolean,
    readonly status?: number,
  ) {}
}
