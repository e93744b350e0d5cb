/** Where a look at the whole ledger is cut (rules 9.8, 9.9): by what was recorded, never by dates. */
import { DomainError } from '#domain/errors.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import type { Clock } from '#event-store/clock.js';
import { type EventStore, type Position, comparePositions } from '#event-store/port/event-store.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { SETTLES_AFTER_MS } from '../cut.js';

/** Both include what they name. Where neither is there, the present is asked for. */
export type LedgerCutRequest = { readonly asOf?: Instant | undefined; readonly position?: Position | undefined };

export type LedgerCut = {
  /** Nothing behind it in the log counts; null where no account has an event. */
  readonly until: Position | null;
  /** Nothing that was recorded later counts; null where the position alone cuts. */
  readonly asOf: Instant | null;
  /** False: so close to now that something may still be recorded for that time. */
  readonly isFinal: boolean;
};

export class LedgerCuts {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Throws `invalid` naming what is at fault. */
  async cut({ asOf, position }: LedgerCutRequest): Promise<LedgerCut> {
    if (asOf !== undefined && position !== undefined) {
      throw refuse('position', 'asOf and position both say what was recorded; ask for one of them.');
    }
    if (position !== undefined) return this.again({ until: position, asOf: null }, 'position');
    const now = await this.clock();
    const at = asOf ?? now;
    if (at > now) throw refuse('asOf', 'asOf lies in the future.');
    return { until: await endOfAccounts(this.store), asOf: at, isFinal: isSettled(at, now) };
  }

  /** Of a month, up to its end or now. Throws `invalid` naming the month where it has not begun. */
  async cutOf({ from, to }: { readonly from: Instant; readonly to: Instant }): Promise<LedgerCut> {
    const now = await this.clock();
    if (from > now) throw refuse('month', 'month has not begun.');
    return { until: await endOfAccounts(this.store), asOf: to < now ? to : now, isFinal: isSettled(to, now) };
  }

  /** A cut that is named by its position, as the pages after the first are. Throws `invalid` naming `field`. */
  async again({ until, asOf }: { until: Position; asOf: Instant | null }, field: string): Promise<LedgerCut> {
    const end = await this.end();
    if (end === null || comparePositions(until, end) > 0) throw refuse(field, 'The log does not reach that far.');
    return { until, asOf, isFinal: asOf === null || isSettled(asOf, await this.clock()) };
  }

  private async end(): Promise<Position | null> {
    const last = this.store.readAll({ from: 'end', direction: 'backwards', maxCount: 1 });
    for await (const { position } of last) return position;
    return null;
  }
}

const isSettled = (at: Instant, now: Instant): boolean => milliseconds(now) - milliseconds(at) >= SETTLES_AFTER_MS;

const refuse = (field: string, message: string) => new DomainError('invalid', message, { field });
