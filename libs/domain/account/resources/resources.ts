/** What runs and is to be ended when credits run out. */
import { DomainError } from '../../errors.js';
import type { Command, Instant } from '../../messages.js';
import { type Amount, accrued } from '../../money.js';
import { type Usage, allocate, payableFor } from '../buckets.js';
import { command } from '../command.js';
import { notFound } from '../draft.js';
import type { ResourceKind } from '../events.js';
import { requireRoomForResource } from '../limits.js';
import { itemOf } from '../state.js';
import { accountToCharge } from '../solvency/accrued-first.js';
import { requireService } from '../suspended.js';
import { assess } from '../usage/charge-usage.js';
import { chargeResource } from './charge-running.js';
import { startOf } from './events.js';

export type StartResource = Command<
  'StartResource',
  {
    readonly resourceId: string;
    readonly name?: string;
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
    const [usage, cost] = firstMillisecond(data, draft.at);
    requireService(account, () => {
      const { shortfall } = allocate(account, usage, cost);
      return { required: cost, available: payableFor(account, usage), shortfall };
    });
    if (itemOf(account.resources, data.resourceId)) {
      throw new DomainError('already-exists', `Resource ${data.resourceId} is running already.`, {
        field: 'resourceId',
      });
    }
    requireRoomForResource(account, data.resourceId);
    // It starts where an authorized charge of its first millisecond would be accepted.
    assess(accountToCharge(account, usage, cost, draft.at), usage, cost, { mode: 'authorize', at: draft.at });
    draft.add('ResourceStarted', data);
  },
  bringsCreditsIn: false,
});

const firstMillisecond = ({ product, gpu, ratePerHour }: StartResource['data'], at: Instant): [Usage, Amount] => [
  { product, ...(gpu !== undefined && { gpu }), usedAt: at },
  accrued(ratePerHour, 1),
];

/** Charges what it ran since it was charged last, to the millisecond. */
export const stopResource = command<StopResource>('StopResource', {
  decide(draft, { data: { resourceId } }) {
    const resource = itemOf(draft.account.resources, resourceId);
    if (!resource) {
      const hasRun = draft.found({ find: 'newest', mark: startOf(resourceId) }).length > 0;
      if (!hasRun) throw notFound('resource', resourceId);
      throw new DomainError('not-running', `Resource ${resourceId} is not running.`);
    }
    chargeResource(draft, resource);
    draft.add('ResourceStopped', { resourceId });
  },
  bringsCreditsIn: false,
});
