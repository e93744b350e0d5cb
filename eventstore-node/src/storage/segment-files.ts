import { join } from 'node:path';
import { disk } from './disk.js';

/** A segment's file. Its name has the first position and, once it was scavenged, how often. */
export interface SegmentFile {
  readonly path: string;
  readonly firstPosition: number;
  readonly generation: number;
}

const NAME = /^events-(\d{16})(?:\.(\d+))?$/;
const UNFINISHED = '.new';

export function segmentFile(directory: string, firstPosition: number, generation = 0): SegmentFile {
  const name = `events-${String(firstPosition).padStart(16, '0')}${generation === 0 ? '' : `.${generation}`}`;
  return { path: join(directory, name), firstPosition, generation };
}

export const offsetsFile = (segmentPath: string): string => `${segmentPath}.offsets`;
/** The name of a file until all of it is on disk. */
export const unfinished = (path: string): string => path + UNFINISHED;

/** What there is of a log in a directory. */
export interface FoundFiles {
  /** By position; of each segment the one that was scavenged last. */
  readonly segments: readonly SegmentFile[];
  /** What a crash left of a roll-over or a scavenge, and nobody needs. */
  readonly leftovers: readonly string[];
}

export function filesIn(directory: string): FoundFiles {
  const names = disk.readdirSync(directory).filter((name) => name.startsWith('events-'));
  const latest = new Map<number, SegmentFile>();
  for (const name of names) {
    const parts = NAME.exec(name);
    if (!parts) continue;
    const file = segmentFile(directory, Number(parts[1]), Number(parts[2] ?? 0));
    if ((latest.get(file.firstPosition)?.generation ?? -1) < file.generation) latest.set(file.firstPosition, file);
  }
  const segments = [...latest.values()].sort((one, other) => one.firstPosition - other.firstPosition);
  const needed = new Set(segments.flatMap(({ path }) => [path, offsetsFile(path)]));
  const isOurs = (name: string): boolean => NAME.test(name) || /\.(offsets|new)$/.test(name);
  const leftovers = names.filter(isOurs).map((name) => join(directory, name));
  return { segments, leftovers: leftovers.filter((path) => !needed.has(path)) };
}

export function removeSegment({ path }: SegmentFile): void {
  disk.rmSync(offsetsFile(path), { force: true });
  disk.rmSync(path, { force: true });
}
