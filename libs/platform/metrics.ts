/** What a process measures of itself, in Prometheus' format. */
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export function createRegistry(role: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** A number that is read when the metrics are collected. */
export const observed = (registry: Registry, name: string, help: string, value: () => number): Gauge =>
  new Gauge({
    name: `drawdown_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });

/** Seconds from a request's arrival to its answer. `route` is the pattern, never the path: labels stay few. */
export const httpDurations = (registry: Registry): Histogram<'method' | 'route' | 'status'> =>
  new Histogram({
    name: 'drawdown_http_request_duration_seconds',
    help: 'Time from the arrival of a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
