import { decodePosition, INDEXED_POSITION, openDatabase, type Database } from './database.js';
import { disk } from './disk.js';
import { LogEndFile } from './log-end.js';
import { Segments, type SegmentsOptions } from './segments.js';

/** All of a log that is on disk. */
export interface LogFiles {
  readonly segments: Segments;
  readonly database: Database;
  readonly logEnd: LogEndFile;
}

/** Opens them, or throws and leaves nothing open. Where they are damaged nothing is changed either. */
export async function openLogFiles(directory: string, options: SegmentsOptions): Promise<LogFiles> {
  disk.mkdirSync(directory, { recursive: true });
  const logEnd = new LogEndFile(directory);
  const { position } = logEnd.read();
  let database = logEnd.hasTables ? openDatabase(directory, options) : undefined;
  let segments: Segments | undefined;
  try {
    const indexed = database ? indexedPosition(database) : 0;
    const known = indexed >= position ? { position: indexed, file: logEnd.tables } : { position, file: logEnd.path };
    segments = new Segments(directory, options, known);
    // Tables that were lost begin anew, and small.
    if (!database) logEnd.write(position);
    database ??= openDatabase(directory, options);
    return { segments, database, logEnd };
  } catch (error) {
    await closeLogFiles({ segments, database });
    throw error;
  }
}

export async function closeLogFiles({
  segments,
  database,
}: {
  segments: Segments | undefined;
  database: Database | undefined;
}): Promise<void> {
  try {
    await database?.root.close();
  } finally {
    segments?.close();
  }
}

/** Up to where the tables have the events; 0 for nowhere. */
export function indexedPosition({ facts }: Database): number {
  const indexed = facts.getBinary(INDEXED_POSITION);
  return indexed ? decodePosition(indexed) : 0;
}
