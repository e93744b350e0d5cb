/**
 * Usage by quarter of an hour, the smallest stretch of time that lies within one hour and one day of every time zone. An hour's
 * quarters share a row.
 */
import { milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add } from '#domain/money.js';
import { jsonList, jsonText } from '../json-text.js';
import type { Use } from './uses.js';

export const QUARTER_MS = 900_000;
const QUARTERS_PER_HOUR = 4;
/** Runs of entries that are kept apart, and how far apart they have to be: where usage comes late, it lies far from the rest. */
const MOST_RUNS = 8;
const CLOSE = 64;

/** What was used of one product, model and resource. */
export type Sum = readonly [
  product: string,
  model: string | null,
  resource: string | null,
  charges: number,
  charged: Amount,
  refunded: Amount,
];

/** First and last of some neighbouring entries. */
export type Run = readonly [first: number, last: number];

/** `quarter`: since 1970. `first` and `last`: of its uses, in ms. `runs`: where in the log these are, in order. */
export type Quarter = {
  readonly quarter: number;
  readonly first: number;
  readonly last: number;
  readonly runs: readonly Run[];
  readonly sums: readonly Sum[];
};

export const quarterOf = (ms: number): number => Math.floor(ms / QUARTER_MS);
export const hourOf = (quarter: number): number => Math.floor(quarter / QUARTERS_PER_HOUR);
export const startOf = (quarter: number): number => quarter * QUARTER_MS;

/** The quarters of an hour with one more use, the earliest first. */
export function withUse(quarters: readonly Quarter[], use: Use): readonly Quarter[] {
  const at = milliseconds(use.at);
  const quarter = quarterOf(at);
  const known = quarters.find((each) => each.quarter === quarter);
  if (!known) {
    const runs: readonly Run[] = [[use.revision, use.revision]];
    const added = { quarter, first: at, last: at, runs, sums: [withAdded(undefined, use)] };
    return [...quarters, added].sort((a, b) => a.quarter - b.quarter);
  }
  const changed: Quarter = {
    quarter,
    first: Math.min(known.first, at),
    last: Math.max(known.last, at),
    runs: withRevision(known.runs, use.revision),
    sums: withSum(known.sums, use),
  };
  return quarters.length === 1 ? [changed] : quarters.map((each) => (each === known ? changed : each));
}

function withSum(sums: readonly Sum[], use: Use): readonly Sum[] {
  const place = sums.findIndex(
    ([product, model, resource]) => product === use.product && model === use.model && resource === use.resource,
  );
  if (place < 0) return [...sums, withAdded(undefined, use)];
  const changed = [...sums];
  changed[place] = withAdded(sums[place], use);
  return changed;
}

function withAdded(sum: Sum | undefined, use: Use): Sum {
  const [, , , charges, charged, refunded] = sum ?? [null, null, null, 0, ZERO, ZERO];
  return [
    use.product,
    use.model,
    use.resource,
    charges + use.charges,
    use.charges === 0 ? charged : add(charged, use.charged),
    use.charges === 0 ? add(refunded, use.refunded) : refunded,
  ];
}

/** Revisions come in order: the last run grows, or another begins; where they are many, the two closest become one. */
function withRevision(runs: readonly Run[], revision: number): readonly Run[] {
  const last = runs.at(-1);
  if (last && revision - last[1] <= CLOSE) return [...runs.slice(0, -1), [last[0], revision]];
  const more: readonly Run[] = [...runs, [revision, revision]];
  return more.length > MOST_RUNS ? withClosestJoined(more) : more;
}

function withClosestJoined(runs: readonly Run[]): readonly Run[] {
  const gapBefore = (nth: number): number => (runs[nth]?.[0] ?? 0) - (runs[nth - 1]?.[1] ?? 0);
  let closest = 1;
  for (let nth = 2; nth < runs.length; nth++) if (gapBefore(nth) < gapBefore(closest)) closest = nth;
  return runs.flatMap((run, nth): readonly Run[] => {
    if (nth === closest) return [];
    return [nth === closest - 1 ? [run[0], runs[closest]?.[1] ?? run[1]] : run];
  });
}

/** Each entry once. */
export function joined(runs: readonly Run[]): readonly Run[] {
  const apart: [number, number][] = [];
  for (const [first, last] of runs.toSorted((a, b) => a[0] - b[0])) {
    const before = apart.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else apart.push([first, last]);
  }
  return apart;
}

export function quarterJson({ quarter, first, last, runs, sums }: Quarter): string {
  const ofRuns = jsonList(runs.map(([from, to]) => `[${from},${to}]`));
  return `{"quarter":${quarter},"first":${first},"last":${last},"runs":${ofRuns},"sums":${jsonList(sums.map(sumJson))}}`;
}

function sumJson([product, model, resource, charges, charged, refunded]: Sum): string {
  const of = `${jsonText(product)},${jsonText(model)},${jsonText(resource)}`;
  return `[${of},${charges},"${charged}","${refunded}"]`;
}
