import { randomBytes } from 'node:crypto';

/** Stream names that no run has used before, so that a run can be repeated on a server, and is alone in its streams. */
export function freshNames(): (label?: string) => string {
  const run = randomBytes(6).toString('hex');
  let streams = 0;
  return (label = 'stream') => `contract-${run}-${label}-${streams++}`;
}
