// A process of its own that outlives the supervisor by as long as it takes to end what the supervisor started: its
// standard input closes when the supervisor is gone, however it went. Lines in: `+ rank pid`, `- pid`, `end`.
import { createInterface } from 'node:readline';
import { identityOf } from './lock.mjs';
import { stopInOrder } from './stop.mjs';

/** @type {Map<number, import('./stop.mjs').Running>} */
const watched = new Map();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

let isAsked = false;
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...numbers] = line.split(' ');
  const pid = Number(numbers.at(-1));
  if (verb === '+') watched.set(pid, { rank: Number(numbers[0]), pid, identity: identityOf(pid) });
  else if (verb === '-') watched.delete(pid);
  else isAsked = true;
}
if (!isAsked) await stopInOrder([...watched.values()]);
