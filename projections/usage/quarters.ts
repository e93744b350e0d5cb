/**
 * Usage by quarter of an hour, the smallest stretch of time that lies within one hour and one day of every time zone. An hour's
 * quarters share a row.
 */
import { type Amount, add } from '#domain/money.js';
import { jsonList, jsonText } from '../json-text.js';
import type { Use } from './uses.js';

export const QUARTER_MS = 900_000;
const QUARTERS_PER_HOUR = 4;
/** Runs of entries that are kept apart, and how far apart they have to be: where usage comes late, it lies far from the rest. */
const MOST_RUNS = 8;
const CLOSE = 64;

/** What was used of one product, model and resource. */
export type Sum = [
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
  first: number;
  last: number;
  readonly runs: [first: number, last: number][];
  readonly sums: Sum[];
};

export const quarterOf = (ms: number): number => Math.floor(ms / QUARTER_MS);
export const hourOf = (quarter: number): number => Math.floor(quarter / QUARTERS_PER_HOUR);
export const startOf = (quarter: number): number => quarter * QUARTER_MS;

/** Adds a use to the quarters of an hour, the earliest first. */
export function addUse(quarters: Quarter[], use: Use, at: number): void {
  const quarter = quarterOf(at);
  const known = quarters.find((each) => each.quarter === quarter);
  if (known) {
    if (at < known.first) known.first = at;
    if (at > known.last) known.last = at;
    addRevision(known.runs, use.revision);
    addToSum(known.sums, use);
    return;
  }
  const added: Quarter = { quarter, first: at, last: at, runs: [[use.revision, use.revision]], sums: [] };
  addToSum(added.sums, use);
  quarters.push(added);
  if (quarters.length > 1) quarters.sort((a, b) => a.quarter - b.quarter);
}

function addToSum(sums: Sum[], { product, model, resource, charges, charged, refunded }: Use): void {
  const sum = sums.find((each) => each[0] === product && each[1] === model && each[2] === resource);
  if (!sum) {
    sums.push([product, model, resource, charges, charged, refunded]);
    return;
  }
  sum[3] += charges;
  if (charges === 0) sum[5] = add(sum[5], refunded);
  else sum[4] = add(sum[4], charged);
}

/** Revisions come in order: the last run grows, or another begins; where they are many, the two closest become one. */
function addRevision(runs: Quarter['runs'], revision: number): void {
  const last = runs.at(-1);
  if (last && revision - last[1] <= CLOSE) last[1] = revision;
  else {
    runs.push([revision, revision]);
    if (runs.length > MOST_RUNS) joinClosest(runs);
  }
}

function joinClosest(runs: Quarter['runs']): void {
  const gapBefore = (nth: number): number => (runs[nth]?.[0] ?? 0) - (runs[nth - 1]?.[1] ?? 0);
  let closest = 1;
  for (let nth = 2; nth < runs.length; nth++) if (gapBefore(nth) < gapBefore(closest)) closest = nth;
  const [joined] = runs.splice(closest, 1);
  const before = runs[closest - 1];
  if (joined && before) before[1] = joined[1];
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
