/**
 * What running resources cost (rules 2.6, 7.2): the amount due for all running time up to an instant, rounded once, less
 * what was charged before. So pieces add up to the whole however time is split.
 */
import { type Instant, instant, milliseconds, shifted } from '../../messages.js';
import { type Amount, SMALLEST, ZERO, accrued, add, isPositive, isZero, multiply, subtract, sum } from '../../money.js';
import type { Account, Resource } from '../state.js';

export const PERIOD_MS = 3_600_000;

/** Resources of one product and GPU: the same buckets may pay for them. */
export type CostGroup = {
  readonly product: string;
  readonly gpu: string | undefined;
  readonly resources: readonly Resource[];
};

export type RunningCosts = {
  /** In the order of their first starts, and within each in the order of starts. */
  readonly groups: readonly CostGroup[];
  readonly ratePerHour: Amount;
  /** The earliest end of a period, and of which resource; of one instant, of what was started first. */
  readonly next: { readonly at: Instant; readonly resource: Resource };
  /** Nothing has been charged beyond here. */
  readonly since: Instant;
  /** All that can have accrued by then: with it and the rate a bound for later needs no look at each resource. */
  readonly mostBySince: Amount;
  /** The same for all times up to the next end of a period: credits that cover it are looked at no closer. */
  readonly mostByNext: Amount;
};

/** A set of resources never changes: each is looked through once, whatever is charged beside it. */
const known = new WeakMap<Account['resources'], RunningCosts | null>();

/** Null where nothing costs. */
export function runningCostsOf(resources: Account['resources']): RunningCosts | null {
  if (isEmpty(resources)) return null;
  let costs = known.get(resources);
  if (costs === undefined) known.set(resources, (costs = costsOf(resources)));
  return costs;
}

function isEmpty(resources: Account['resources']): boolean {
  for (const _ in resources) return false;
  return true;
}

function costsOf(resources: Account['resources']): RunningCosts | null {
  const accruing = Object.values(resources)
    .filter(({ isAccessible, ratePerHour }) => isAccessible && isPositive(ratePerHour))
    .sort((a, b) => a.revision - b.revision);
  const ends = accruing.map((resource) => ({ at: periodEndOf(resource), resource }));
  const [first, ...others] = ends;
  if (!first) return null;
  const since = accruing.reduce(
    (latest, { chargedUntil: at }) => (at > latest ? at : latest),
    first.resource.startedAt,
  );
  const slack = multiply(String(accruing.length + 1), SMALLEST);
  const next = others.reduce((earliest, end) => (end.at < earliest.at ? end : earliest), first);
  const bound = {
    ratePerHour: sum(accruing.map(({ ratePerHour }) => ratePerHour)),
    since,
    mostBySince: add(slack, sum(accruing.map((resource) => accruedBy(resource, since)))),
  };
  return { ...bound, groups: groupsOf(accruing), next, mostByNext: mostAccruedBy(bound, next.at) };
}

function groupsOf(accruing: readonly Resource[]): readonly CostGroup[] {
  const groups = new Map<string, Resource[]>();
  for (const resource of accruing) {
    const name = JSON.stringify([resource.product, resource.gpu]);
    const group = groups.get(name);
    if (group) group.push(resource);
    else groups.set(name, [resource]);
  }
  return [...groups.values()].map((of) => ({ product: of[0]?.product ?? '', gpu: of[0]?.gpu, resources: of }));
}

/**
 * Periods are hours from the start, whatever was charged between. One of which so little is left that it comes to nothing
 * goes on into the next.
 */
function periodEndOf(resource: Resource): Instant {
  const start = milliseconds(resource.startedAt);
  const charged = Math.floor((milliseconds(resource.chargedUntil) - start) / PERIOD_MS);
  const end = instant(start + (charged + 1) * PERIOD_MS);
  return isZero(accruedBy(resource, end)) ? shifted(end, PERIOD_MS) : end;
}

/** What a resource has accrued by an instant that was not charged; zero before its time is charged up to. */
export function accruedBy({ ratePerHour, isAccessible, chargedUntil, servedMs }: Resource, at: Instant): Amount {
  if (!isAccessible || at <= chargedUntil || isZero(ratePerHour)) return ZERO;
  const openMs = milliseconds(at) - milliseconds(chargedUntil);
  return subtract(accrued(ratePerHour, servedMs + openMs), accrued(ratePerHour, servedMs));
}

export const accruedOf = ({ resources }: CostGroup, at: Instant): Amount =>
  sum(resources.map((resource) => accruedBy(resource, at)));

/** All that has accrued by an instant and was not charged. */
export function accruedIn({ resources }: Pick<Account, 'resources'>, at: Instant): Amount {
  const costs = runningCostsOf(resources);
  return costs ? sum(costs.groups.map((group) => accruedOf(group, at))) : ZERO;
}

type Bound = Pick<RunningCosts, 'mostBySince' | 'ratePerHour' | 'since'>;

/** No less than has accrued by an instant, and hardly more. */
export const mostAccruedBy = ({ mostBySince, ratePerHour, since }: Bound, at: Instant): Amount =>
  at <= since ? mostBySince : add(mostBySince, accrued(ratePerHour, milliseconds(at) - milliseconds(since)));
