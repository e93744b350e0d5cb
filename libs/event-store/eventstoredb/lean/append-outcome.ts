/** What follows from the failure of one append. */
import { AppendRejected } from '../../port/errors.js';
import type { AppendResult } from '../../port/event-store.js';
import { actualRevision } from './codec/append-answer.js';
import type { Status } from './codec/status.js';
import { WireReader } from './codec/wire-reader.js';

/** Nothing was written, and sending it again would not help. */
const REJECTIONS: ReadonlySet<string> = new Set([
  'MaximumAppendSizeExceeded',
  'AccessDenied',
  'StreamDeleted',
  'BadRequest',
]);

const wire = new WireReader();

/** An append that is not known to be refused may still land. */
export function outcomeOf(failure: Status): Exclude<AppendResult, { outcome: 'appended' }> | AppendRejected {
  if (failure.kind === 'WrongExpectedVersion') return { outcome: 'conflict', actual: actualRevision(wire, failure) };
  const type = failure.kind === 'Timeout' ? 'deadline-exceeded' : failure.kind;
  const cause = Object.assign(new Error(failure.message || failure.kind), { type });
  if (!REJECTIONS.has(failure.kind)) return { outcome: 'unknown', cause };
  return new AppendRejected(`The event store refused the append: ${failure.kind}`, cause);
}
