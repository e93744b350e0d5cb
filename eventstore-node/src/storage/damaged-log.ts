const PUT_BACK = 'Nothing was changed. Put back a copy of the directory that is whole.';

/** The log's files are not what was written to them. Whoever finds that at the start changes nothing. */
export class DamagedLog extends Error {}

export const notWhole = (reason: string): DamagedLog => new DamagedLog(`${reason} ${PUT_BACK}`);

/** A segment that ends before its time. What is to be done about it is for an operator to decide: it is said, and not done. */
export function endsTooEarly(path: string, end: number, lastPosition: number, reason: string): DamagedLog {
  return new DamagedLog(
    `${path} is damaged at byte ${end}, behind position ${lastPosition}: ${reason} ${PUT_BACK} ` +
      `Or give up all events behind position ${lastPosition}: truncate -s ${end} ${path}, and remove the events-* files of ` +
      'later positions, data.mdb, lock.mdb and log-end.',
  );
}
