import { type EventTable, nothing } from '../event-record.js';
import { without } from '../state.js';
import type { ResourceEvent } from './events.js';

export const resourceEvents: EventTable<ResourceEvent> = {
  ResourceStarted: {
    fold(account, { data, effectiveAt }) {
      const resource = { ...data, startedAt: effectiveAt, isAccessible: true };
      return { ...account, resources: { ...account.resources, [resource.resourceId]: resource } };
    },
    makes: nothing,
    takesCredits: false,
  },
  ResourceStopped: {
    fold: (account, { data }) => ({ ...account, resources: without(account.resources, data.resourceId) }),
    makes: nothing,
    takesCredits: false,
  },
};
