import { type EventTable, nothing } from '../event-record.js';
import { without } from '../state.js';
import type { ResourceEvent } from './events.js';

/** Finds whether a resource of this id ever ran, however long ago. */
export const startOf = (resourceId: string): string => `start of ${resourceId}`;

export const resourceEvents = {
  ResourceStarted: {
    fold(account, { data, revision, effectiveAt }) {
      const { name: _, ...terms } = data;
      const resource = {
        ...terms,
        revision,
        startedAt: effectiveAt,
        isAccessible: true,
        chargedUntil: effectiveAt,
        servedMs: 0,
      };
      return { ...account, resources: { ...account.resources, [resource.resourceId]: resource } };
    },
    makes: nothing,
    rowsIn: ['resources', 'burnRate'],
    takesCredits: false,
    marks: ({ resourceId }) => ({ mark: startOf(resourceId) }),
  },
  ResourceStopped: {
    fold: (account, { data }) => ({ ...account, resources: without(account.resources, data.resourceId) }),
    makes: nothing,
    rowsIn: ['resources', 'burnRate'],
    takesCredits: false,
  },
} satisfies EventTable<ResourceEvent>;
