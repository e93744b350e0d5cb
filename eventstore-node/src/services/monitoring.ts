import { codecOf, toNumber, type Int64 } from '../protocol/codecs.js';
import { onlyMessage, type Method } from '../transport/grpc-server.js';
import type { Stats } from './node-stats.js';

const request = codecOf<{ refresh_time_period_in_ms: Int64 }>('event_store.client.monitoring.StatsReq');
const response = codecOf<{ stats: Record<string, string> }>('event_store.client.monitoring.StatsResp');

/** A client that wants them without a pause gets one all the same. */
const SHORTEST_PAUSE_MS = 10;
/** The longest that a timer can be set to. */
const LONGEST_PAUSE_MS = 2 ** 31 - 1;

/** The node's measured values, at once and then each time the requested period is over. */
export const stats =
  (measure: () => Stats): Method =>
  async (call) => {
    const period = toNumber(request.decode(await onlyMessage(call)).refresh_time_period_in_ms);
    const pauseMs = Math.min(Math.max(period, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    let wake = (): void => undefined;
    call.onClosed(() => wake());
    while (!call.isOver) {
      const values = Object.entries(measure()).map(([name, value]) => [name, String(value)]);
      call.write(response.encode({ stats: Object.fromEntries(values) as Record<string, string> }));
      await call.drained();
      if (call.isOver) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        // The call's end ends the pause.
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
