/** What follows the log: read models, the due list, checkpoints. */
import { type Instant, milliseconds } from '#domain/messages.js';
import type { StoredMetadata } from '#event-store/codec/codec.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { type EventStore, comparePositions } from '#event-store/port/event-store.js';
import { positionIn } from '#event-store/port/position-text.js';
import { DUE, balance } from '#projections/balance/balance.projection.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { isOfLedger } from '#proof/leaves.js';
import type { Reader } from '#read-models/reader/reader.js';
import { type Finding, right, wrong } from './finding.js';

const CATCHES_UP_WITHIN_MS = 5_000;
const OVERDUE_AFTER_MS = 60_000;
const SHOWN = 5;

export async function lookAtReadModels(store: EventStore, reader: Reader): Promise<Finding> {
  const reach = await reader.reach();
  if (reach === 'rebuilding') {
    return wrong(
      'read models',
      'none of this version and log serve',
      'See that a projector runs; it builds them. Meanwhile reads come from the log, or are 503.',
    );
  }
  const end = await endOfAccounts(store);
  if (end === null || (await reader.hasReached(end, CATCHES_UP_WITHIN_MS)))
    return right('read models', 'reflect the end of the log');
  return wrong(
    'read models',
    `are more than ${CATCHES_UP_WITHIN_MS / 1_000} s behind the log`,
    'See that a projector runs, and its messages.',
  );
}

export async function lookAtDueList(reader: Reader, now: Instant): Promise<Finding> {
  const before = milliseconds(now) - OVERDUE_AFTER_MS;
  const due = await reader.due({ projection: balance, index: DUE }, before, SHOWN);
  if (due === 'rebuilding' || due.length === 0) return right('due list', 'nothing is overdue');
  const ids = due.map(({ id }) => id).join(', ');
  return wrong(
    'due list',
    `overdue for a minute: ${ids}${due.length === SHOWN ? ' …' : ''}`,
    'See that a process manager runs. Balances are right meanwhile; notices and webhooks wait.',
  );
}

/** `seconds`: how long an event waits to be signed at most. */
export async function lookAtCheckpoints(store: EventStore, now: Instant, seconds: number): Promise<Finding> {
  const newest = await new CheckpointLog(store).last();
  if (!newest) return right('checkpoints', 'none: nothing is signed (CHECKPOINT_KEY_FILE of the process manager)');
  const { number, position, size } = newest.checkpoint;
  const says = `number ${number} signs ${size} events`;
  for await (const event of store.readAll({ from: 'end', direction: 'backwards' })) {
    if (!isOfLedger(event)) continue;
    const { recordedAt } = event.metadata as StoredMetadata;
    const isLate = milliseconds(now) - milliseconds(recordedAt) > 2 * seconds * 1_000;
    if (comparePositions(event.position, positionIn(position)) <= 0 || !isLate) break;
    return wrong(
      'checkpoints',
      `${says}, and younger ones wait for longer than they should`,
      'See that a process manager runs with CHECKPOINT_KEY_FILE, and its messages.',
    );
  }
  return right('checkpoints', says);
}
