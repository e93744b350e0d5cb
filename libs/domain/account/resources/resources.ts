/** What runs and is to be ended when credits run out. */
import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { type Amount, ZERO } from '../../money.js';
import { availableAt } from '../buckets.js';
import { command } from '../command.js';
import type { ResourceKind } from '../events.js';
import { requireRoomForResource } from '../limits.js';
import { itemOf } from '../state.js';
import { requireService } from '../suspended.js';

export type StartResource = Command<
  'StartResource',
  {
    readonly resourceId: string;
    readonly kind: ResourceKind;
    readonly product: string;
    readonly gpu?: string;
    readonly ratePerHour: Amount;
  }
>;
export type StopResource = Command<'StopResource', { readonly resourceId: string }>;

export const startResource = command<StartResource>('StartResource', {
  decide(draft, { data }) {
    const { account } = draft;
    requireService(account, () => ({ required: ZERO, available: availableAt(account, draft.at), shortfall: ZERO }));
    if (itemOf(account.resources, data.resourceId)) {
      throw new DomainError('already-exists', `Resource ${data.resourceId} is running already.`, {
        field: 'resourceId',
      });
    }
    requireRoomForResource(account, data.resourceId);
    draft.add('ResourceStarted', data);
  },
  bringsCreditsIn: false,
});

/** Whether what does not run has ever run is not in the state: who answers a client finds out (404 where it has not). */
export const stopResource = command<StopResource>('StopResource', {
  decide(draft, { data }) {
    if (!itemOf(draft.account.resources, data.resourceId)) {
      throw new DomainError('not-running', `Resource ${data.resourceId} is not running.`);
    }
    draft.add('ResourceStopped', data);
  },
  bringsCreditsIn: false,
});
