/** Memory and processor time of other processes, from /proc; nothing where there is none. */
import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** With `hasChildren`, what its child processes use counts too. @typedef {{ name: string, pid: number | undefined, hasChildren?: boolean }} Watched */
/** @typedef {{ name: string, rssMb: number | undefined, peakRssMb: number | undefined, cores: number }} Usage */

/**
 * @param {number | undefined} pid
 * @param {string} file
 */
const readProc = (pid, file) => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * The fields of `stat` from the state on.
 * @param {number | undefined} pid
 */
function statOf(pid) {
  const stat = readProc(pid, 'stat');
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** @param {readonly string[]} fields */
const ticksOf = (fields) => Number(fields[11]) + Number(fields[12]);

/**
 * Seconds of processor time so far, of all threads; NaN where the process is not running.
 * @param {Watched} watched
 */
function cpuSeconds({ pid, hasChildren }) {
  const fields = statOf(pid);
  if (!fields) return Number.NaN;
  const ticks = hasChildren ? childTicks(fields, pid) : 0;
  return (ticksOf(fields) + ticks) / TICKS_PER_SECOND;
}

/**
 * Of the children that live, and of those that ended and were waited for.
 * @param {readonly string[]} parent
 * @param {number | undefined} pid
 */
function childTicks(parent, pid) {
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((fields) => fields?.[1] === String(pid));
  return living.reduce((sum, fields) => sum + ticksOf(fields ?? []), Number(parent[13]) + Number(parent[14]));
}

/**
 * @param {number | undefined} pid
 * @param {string} line
 */
function megabytes(pid, line) {
  const kilobytes = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readProc(pid, 'status') ?? '');
  return kilobytes ? Number(kilobytes[1]) / 1024 : undefined;
}

/**
 * Starts to measure; `usage()` returns what each used since then.
 * @param {readonly Watched[]} processes
 */
export function watchProcesses(processes) {
  const startedAt = performance.now();
  const before = new Map(processes.map((watched) => [watched.pid, cpuSeconds(watched)]));
  return {
    /** @returns {Usage[]} */
    usage() {
      const seconds = (performance.now() - startedAt) / 1000;
      return processes.map(({ name, pid, hasChildren = false }) => ({
        name,
        rssMb: megabytes(pid, 'VmRSS'),
        peakRssMb: megabytes(pid, 'VmHWM'),
        cores: (cpuSeconds({ name, pid, hasChildren }) - (before.get(pid) ?? Number.NaN)) / seconds,
      }));
    },
  };
}
