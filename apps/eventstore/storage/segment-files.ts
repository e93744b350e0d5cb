import { closeSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A segment's file. Its name tells the first position and, once it was scavenged, how often. */
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

/** The segments of a directory by position. A scavenge that a crash cut short leaves files that nobody needs: they go. */
export function segmentFilesIn(directory: string): SegmentFile[] {
  const latest = new Map<number, SegmentFile>();
  for (const name of readdirSync(directory)) {
    if (name.startsWith('events-') && name.endsWith(UNFINISHED)) rmSync(join(directory, name));

    const parts = NAME.exec(name);
    if (!parts) continue;
    const file = segmentFile(directory, Number(parts[1]), Number(parts[2] ?? 0));
    const other = latest.get(file.firstPosition);
    if (other) removeSegment(other.generation < file.generation ? other : file);
    if (!other || other.generation < file.generation) latest.set(file.firstPosition, file);
  }
  removeLostOffsets(directory, latest);
  return [...latest.values()].sort((one, other) => one.firstPosition - other.firstPosition);
}

function removeLostOffsets(directory: string, latest: ReadonlyMap<number, SegmentFile>): void {
  const wanted = new Set([...latest.values()].map(({ path }) => offsetsFile(path)));
  for (const name of readdirSync(directory))
    if (/^events-.*\.offsets$/.test(name) && !wanted.has(join(directory, name))) rmSync(join(directory, name));
}

export function removeSegment({ path }: SegmentFile): void {
  rmSync(offsetsFile(path), { force: true });
  rmSync(path, { force: true });
}

/** A new file's name is durable only when its directory is synced. */
export function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
