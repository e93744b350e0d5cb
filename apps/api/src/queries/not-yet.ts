/** What is asked for can't be read yet: it is waited for, then 503. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../errors/api-error.js';

export const rebuilding = (): ApiError =>
  new ApiError('rebuilding', 'The read models are being rebuilt from the log. Try again shortly.');

export const behind = (revision: number, minRevision: number): ApiError =>
  new ApiError('read-model-behind', `Revision ${minRevision} was asked for; revision ${revision} is what can be read.`);

const WAITS_MS = 5_000;
const LOOKS_EVERY_MS = 50;

/** Looks until the account is at `minRevision`, for 5 s (spec 9). Throws 503 `read-model-behind`, and what `look` throws. */
export async function reaching<Seen extends { readonly revision: number }>(
  minRevision: number,
  look: () => Promise<Seen>,
): Promise<Seen> {
  for (const until = performance.now() + WAITS_MS; ; await sleep(LOOKS_EVERY_MS)) {
    const seen = await look();
    if (seen.revision >= minRevision) return seen;
    if (performance.now() > until) throw behind(seen.revision, minRevision);
  }
}
