import type { Database } from './database.js';
import type { Segments } from './segments.js';
import type { StreamCatalog } from './stream-catalog.js';

/** What lies below the log, for work on its files that is none of the log's own: a scavenge. */
export interface LogParts {
  readonly segments: Segments;
  readonly database: Database;
  readonly catalog: StreamCatalog;
  readonly durablePosition: () => number;
  /** Resolves when the tables have everything up to this position; false if it was stopped before. */
  readonly inTables: (position: number, isStopping: () => boolean) => Promise<boolean>;
}
