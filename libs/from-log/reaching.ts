import { DomainError } from '#domain/errors.js';

/**
 * An account that was read from the log, all of it: what was answered to anybody is there, so nothing is waited for.
 * Throws `invalid` naming `minRevision` where the log lacks that revision (rule 9.11).
 */
export function reaching<Seen extends { readonly revision: number }>(minRevision: number, seen: Seen): Seen {
  if (seen.revision >= minRevision) return seen;
  const message = `The account is at revision ${seen.revision}.`;
  throw new DomainError('invalid', message, { field: 'minRevision' });
}
