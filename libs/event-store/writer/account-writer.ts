/** The writer of accounts, set up the same in every process that decides about them: they share their snapshots. */
import type { Account } from '#domain/account/state.js';
import { type AccountCommand, accountAggregate } from '#domain/account/decider.js';
import type { AccountEvent } from '#domain/account/events.js';
import { accountCodec } from '../codec/account-codec.js';
import type { EventStore } from '../port/event-store.js';
import type { Clock, Writer, WriterLimits, WriterOptions } from './execute-command.js';
import { createWriter } from './writer.js';

/** Of the shape of `Account`, which a spec watches: raised when it changes, so that older snapshots are not read. */
export const ACCOUNT_SCHEMA_VERSION = 4;

export type AccountWriter = Writer<Account, AccountCommand, AccountEvent>;

export const createAccountWriter = (
  store: EventStore,
  clock: Clock,
  limits: Partial<WriterLimits> = {},
  { finality, sums }: Pick<WriterOptions<Account, AccountCommand, AccountEvent>, 'finality' | 'sums'> = {},
): AccountWriter =>
  createWriter({
    store,
    aggregate: accountAggregate,
    codec: accountCodec,
    clock,
    snapshots: { schemaVersion: ACCOUNT_SCHEMA_VERSION },
    limits,
    finality,
    sums,
  });
