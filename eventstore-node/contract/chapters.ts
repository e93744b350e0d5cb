/** The contract, chapter by chapter. What a chapter promises is in its file; the order is that of a run. The newer client's is in `other-client`. */
import type { Chapter } from './contract-line.js';
import { usersAndOperators } from './lines/access/users.js';
import { usersAndTls } from './lines/access/users-and-tls.js';
import { contents } from './lines/appends/contents.js';
import { eventIds } from './lines/appends/event-ids.js';
import { expectedRevisions } from './lines/appends/expected-revisions.js';
import { refusals } from './lines/appends/refusals.js';
import { restart } from './lines/durability/restart.js';
import { groupsRestart } from './lines/durability/groups-restart.js';
import { operations } from './lines/operations/operations.js';
import { groups } from './lines/persistent-subscriptions/administration.js';
import { consuming } from './lines/persistent-subscriptions/consuming.js';
import { groupFigures } from './lines/persistent-subscriptions/figures.js';
import { parking } from './lines/persistent-subscriptions/parking.js';
import { refusedGroups } from './lines/persistent-subscriptions/refusals.js';
import { strategies } from './lines/persistent-subscriptions/strategies.js';
import { links } from './lines/reads/links.js';
import { readsOfAll } from './lines/reads/of-all.js';
import { readsOfStreams } from './lines/reads/of-streams.js';
import { serverFeatures } from './lines/server/features.js';
import { http } from './lines/server/http.js';
import { deletedAgain } from './lines/streams/deleted-again.js';
import { metadata } from './lines/streams/metadata.js';
import { oddMetadata } from './lines/streams/odd-metadata.js';
import { softDelete } from './lines/streams/soft-delete.js';
import { tombstone } from './lines/streams/tombstone.js';
import { filteredSubscriptions } from './lines/subscriptions/filters.js';
import { slowConsumers } from './lines/subscriptions/slow-consumers.js';
import { subscriptionsToAll } from './lines/subscriptions/to-all.js';
import { subscriptionsToMissingStreams } from './lines/subscriptions/to-missing-streams.js';
import { subscriptionsToStreams } from './lines/subscriptions/to-streams.js';

export const chapters: readonly Chapter[] = [
  eventIds,
  expectedRevisions,
  contents,
  refusals,
  readsOfStreams,
  readsOfAll,
  links,
  subscriptionsToStreams,
  subscriptionsToMissingStreams,
  subscriptionsToAll,
  filteredSubscriptions,
  slowConsumers,
  groups,
  refusedGroups,
  groupFigures,
  consuming,
  parking,
  strategies,
  softDelete,
  deletedAgain,
  tombstone,
  metadata,
  oddMetadata,
  serverFeatures,
  http,
  usersAndTls,
  usersAndOperators,
  operations,
  restart,
  groupsRestart,
];
