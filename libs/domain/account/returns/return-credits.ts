import type { Command } from '../../messages.js';
import type { Amount } from '../../money.js';
import { command } from '../command.js';
import { requireRoomFor } from '../limits.js';

export type ReturnCredits = Command<
  'ReturnCredits',
  {
    readonly amount: Amount;
    readonly product: string;
    readonly reason: string;
    readonly externalReference?: string;
  }
>;

/** Money of a deployment that was not paid in credits comes back as prepaid ones (rule 4.17). */
export const returnCredits = command<ReturnCredits>('ReturnCredits', {
  decide(draft, { data }) {
    requireRoomFor(draft, [{}]);
    draft.add('CreditsReturned', { bucketId: draft.newId('bkt'), ...data });
  },
  bringsCreditsIn: true,
});
