import { cpus, freemem, loadavg, totalmem } from 'node:os';
import type { EventLog } from '../storage/event-log.js';
import type { SubscriptionCounters } from '../subscriptions/subscription.js';

/** What is measured, by the server's names where it is the same; `a-b-c` over gRPC is `a.b.c` over HTTP. */
export type Stats = Readonly<Record<string, string | number>>;

const PERCENT = 100;
const MICROSECONDS_PER_MS = 1000;

/** Measures the node. The CPU's share is that since the last measurement, or since the start. */
export function nodeStats(log: EventLog, subscriptions: SubscriptionCounters): () => Stats {
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  let before = { at: performance.now() - process.uptime() * 1000, cpu: 0 };
  let share = 0;
  const cpuShare = (cpuMicroseconds: number): number => {
    const at = performance.now();
    const wallMs = at - before.at;
    // Twice within a millisecond there is nothing to measure.
    if (wallMs >= 1) {
      share = ((cpuMicroseconds - before.cpu) / MICROSECONDS_PER_MS / wallMs / cpus().length) * PERCENT;
      before = { at, cpu: cpuMicroseconds };
    }
    return share;
  };
  return () => {
    const { user, system } = process.cpuUsage();
    const [average1m = 0, average5m = 0, average15m = 0] = loadavg();
    return {
      'proc-startTime': startedAt,
      'proc-id': process.pid,
      'proc-mem': process.memoryUsage.rss(),
      'proc-cpu': cpuShare(user + system),
      'proc-cpuTime-user': user,
      'proc-cpuTime-system': system,
      'sys-loadavg-1m': average1m,
      'sys-loadavg-5m': average5m,
      'sys-loadavg-15m': average15m,
      'sys-freeMem': freemem(),
      'sys-totalMem': totalmem(),
      'es-lastPosition': log.durablePosition,
      'es-subscriptions-active': subscriptions.active,
      'es-subscriptions-cutOff': subscriptions.cutOff,
    };
  };
}

type Nested = { [name: string]: Nested | string | number };

/** As `/stats` shows them. */
export function nested(stats: Stats): Nested {
  const tree: Nested = {};
  for (const [name, value] of Object.entries(stats)) {
    const path = name.split('-');
    const last = path.pop() as string;
    let at = tree;
    for (const step of path) at = (at[step] ??= {}) as Nested;
    at[last] = value;
  }
  return tree;
}
