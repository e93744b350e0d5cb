const PUT_BACK = 'Nothing was changed. Restore an undamaged copy of the directory.';

/** The log's files are not what was written to them. Whoever finds that at the start changes nothing. */
export class DamagedLog extends Error {}

export const notWhole = (reason: string): DamagedLog => new DamagedLog(`${reason} ${PUT_BACK}`);

/** A segment that ends too early. The sentence has what an operator can do about it: the node does none of it by itself. */
export function endsTooEarly(path: string, end: number, lastPosition: number, reason: string): DamagedLog {
  return new DamagedLog(
    `${path} is damaged at byte ${end}, behind position ${lastPosition}: ${reason} ${PUT_BACK} ` +
      `Or give up all events behind position ${lastPosition}: truncate -s ${end} ${path}, and remove the events-* files of ` +
      'later positions, data.mdb, lock.mdb and log-end.',
  );
}
