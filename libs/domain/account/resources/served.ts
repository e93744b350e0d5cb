/** Running time is counted: what becomes of a resource as time is charged, out of reach, and in reach again. */
import { invariant } from '../../errors.js';
import { type Instant, milliseconds } from '../../messages.js';
import type { ChargeLine } from '../events.js';
import { type Account, type Resource, itemOf } from '../state.js';

type Resources = Account['resources'];

const servedUntil = (resource: Resource, at: Instant): Resource => ({
  ...resource,
  servedMs: resource.servedMs + milliseconds(at) - milliseconds(resource.chargedUntil),
  chargedUntil: at,
});

/** After the charge of a period. */
export function withPeriodCharged(resources: Resources, { resourceId = '', effectiveAt }: ChargeLine): Resources {
  const resource = itemOf(resources, resourceId);
  invariant(resource !== undefined, 'A resource runs while its time is charged', resourceId);
  return { ...resources, [resourceId]: servedUntil(resource, effectiveAt) };
}

/** Service ends: instances are gone, storage is out of reach. What comes to less than the smallest amount is not lost. */
export const afterTermination = (resources: Resources, at: Instant): Resources =>
  Object.fromEntries(
    Object.entries(resources)
      .filter(([, { kind }]) => kind === 'storage')
      .map(([id, storage]) => [id, { ...servedUntil(storage, at), isAccessible: false }]),
  );

/** Its time runs again from here on. */
export const afterRestoring = (resources: Resources, at: Instant): Resources =>
  Object.fromEntries(
    Object.entries(resources).map(([id, each]) => [id, { ...each, isAccessible: true, chargedUntil: at }]),
  );
