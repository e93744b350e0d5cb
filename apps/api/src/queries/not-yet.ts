/** What is requested can't be read: not yet (503), or because there is no such revision (400). */
import { DomainError } from '#domain/errors.js';
import { ApiError } from '../errors/api-error.js';

export const rebuilding = (): ApiError =>
  new ApiError('rebuilding', 'The read models are being rebuilt from the log. Try again shortly.');

export const behind = (revision: number, minRevision: number): ApiError =>
  new ApiError(
    'read-model-behind',
    `Revision ${minRevision} was requested; only revision ${revision} can be read yet.`,
  );

/**
 * An account that was read from the log, all of it: what was answered to anybody is there, so nothing is waited for.
 * Throws `invalid` naming `minRevision` where the log lacks that revision (rule 9.11).
 */
export function reaching<Seen extends { readonly revision: number }>(minRevision: number, seen: Seen): Seen {
  if (seen.revision >= minRevision) return seen;
  const message = `The account is at revision ${seen.revision}.`;
  throw new DomainError('invalid', message, { field: 'minRevision' });
}
