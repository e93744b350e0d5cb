/** What an entry says of the dates of an allowance that another entry has granted. */
import type { Instant } from '../../messages.js';
import type { Entry } from '../events.js';

/** Without dates it stands, and has those of the cycle that it is looked at in. */
export type Redated = {
  readonly bucketId: string;
  readonly dates?: { readonly effectiveAt: Instant; readonly expiresAt: Instant };
};

export function redatedBy({ type, data }: Entry): readonly Redated[] {
  if (type !== 'PlanChosen' && type !== 'AllowanceRefreshed') return [];
  const { ends } = data;
  const ended = ends ? [{ bucketId: ends.bucketId, dates: ends }] : [];
  return 'resumes' in data && data.resumes !== undefined ? [...ended, { bucketId: data.resumes }] : ended;
}
