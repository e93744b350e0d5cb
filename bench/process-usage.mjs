/** Memory and processor time of other processes, from /proc; nothing where there is none. */
import { readFileSync } from 'node:fs';

/** Clock ticks a second: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @typedef {{ name: string, pid: number | undefined }} Watched */
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
 * Seconds of processor time so far, of all threads; NaN where the process is not running.
 * @param {number | undefined} pid
 */
function cpuSeconds(pid) {
  const stat = readProc(pid, 'stat');
  if (!stat) return Number.NaN;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
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
  const before = new Map(processes.map(({ pid }) => [pid, cpuSeconds(pid)]));
  return {
    /** @returns {Usage[]} */
    usage() {
      const seconds = (performance.now() - startedAt) / 1000;
      return processes.map(({ name, pid }) => ({
        name,
        rssMb: megabytes(pid, 'VmRSS'),
        peakRssMb: megabytes(pid, 'VmHWM'),
        cores: (cpuSeconds(pid) - (before.get(pid) ?? Number.NaN)) / seconds,
      }));
    },
  };
}
