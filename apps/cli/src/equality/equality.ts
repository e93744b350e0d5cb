/** Holds what the product answers about the past against a plain fold of the log, at random points, and both against hledger. */
import { positionText } from '#event-store/port/position-text.js';
import { pastBalance } from '#from-log/balance-view.js';
import type { Instant } from '#domain/messages.js';
import type { Progress } from '../progress.js';
import type { Source } from '../source/source.js';
import { type Surveyed, entriesOf, survey } from './accounts-in.js';
import { hledgerTotals, hledgerVersion } from './hledger.js';
import { shown, units } from './plain-amounts.js';
import { type Moment, type PlainBalance, plainBalance } from './plain-balance.js';
import type { PlainEntry } from './plain-entries.js';
import { type Random, randomMoment, seeded } from './points.js';

export type Difference = {
  readonly accountId: string;
  readonly moment: string;
  readonly of: 'product' | 'hledger';
  readonly says: Readonly<Record<string, string>>;
  readonly plainly: Readonly<Record<string, string>>;
};

export type Equality = {
  readonly seed: number;
  readonly accounts: number;
  readonly points: number;
  /** How many balances hledger added up; null where it is not installed. */
  readonly hledger: { readonly version: string; readonly balances: number } | null;
  readonly differences: readonly Difference[];
};

export type EqualityOptions = { readonly seed: number; readonly points: number; readonly hledgerCuts: number };

const AMOUNTS = ['total', 'available', 'held', 'overdraft'] as const;

export async function compare(source: Source, options: EqualityOptions, progress: Progress): Promise<Equality> {
  const random = seeded(options.seed);
  const surveyed = await survey(source.store, random);
  const differences: Difference[] = [];
  let points = 0;
  for (const [accountId, count] of shared(options.points, surveyed.accountIds, random)) {
    const entries = await entriesOf(source.store, accountId);
    for (let nth = 0; nth < count; nth++) {
      const [moment, plainly] = decidedMoment(random, entries, surveyed);
      differences.push(...(await differenceAt(source, accountId, moment, plainly)));
      points++;
      progress.advance();
    }
  }
  const hledger = await compareWithHledger(source, surveyed, options.hledgerCuts, random, differences);
  return { seed: options.seed, accounts: surveyed.accountIds.length, points, hledger, differences };
}

/** How many points each account gets, account by account. */
function shared(points: number, accountIds: readonly string[], random: Random): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let nth = 0; nth < points && accountIds.length > 0; nth++) {
    const accountId = accountIds[random(accountIds.length)] ?? '';
    counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  }
  return counts;
}

/** One of which the log alone says the balance; those of revisions are. */
function decidedMoment(
  random: Random,
  entries: readonly PlainEntry[],
  { positions }: Surveyed,
): readonly [Moment, PlainBalance] {
  for (;;) {
    const moment = randomMoment(random, entries, positions);
    const balance = plainBalance(entries, moment);
    if (balance) return [moment, balance];
  }
}

async function differenceAt(
  { log }: Source,
  accountId: string,
  moment: Moment,
  balance: PlainBalance,
): Promise<readonly Difference[]> {
  const plainly = textOf(balance);
  const answer = await pastBalance(log, accountId, requestOf(moment));
  const says = textOf(mapped((name) => units(answer[name])));
  const isEqual = AMOUNTS.every((name) => says[name] === plainly[name]);
  return isEqual ? [] : [{ accountId, moment: nameOf(moment), of: 'product', says, plainly }];
}

const mapped = (of: (name: (typeof AMOUNTS)[number]) => bigint): PlainBalance => ({
  total: of('total'),
  available: of('available'),
  held: of('held'),
  overdraft: of('overdraft'),
});

const textOf = (balance: PlainBalance): Readonly<Record<string, string>> =>
  Object.fromEntries(AMOUNTS.map((name) => [name, shown(balance[name])]));

function requestOf(moment: Moment) {
  if (moment.clock === 'revision') return { revision: moment.revision };
  if (moment.clock === 'position') return { position: { commit: moment.commit, prepare: moment.prepare } };
  return { [moment.clock === 'recorded' ? 'asOf' : 'effective']: moment.at as Instant };
}

function nameOf(moment: Moment): string {
  if (moment.clock === 'revision') return `revision ${moment.revision}`;
  return moment.clock === 'position' ? `position ${positionText(moment)}` : `${moment.clock} ${moment.at}`;
}

async function compareWithHledger(
  { store }: Source,
  { accountIds, positions }: Surveyed,
  cuts: number,
  random: Random,
  differences: Difference[],
): Promise<Equality['hledger']> {
  const version = await hledgerVersion();
  if (version === null) return null;
  let balances = 0;
  const moments = Array.from({ length: cuts }, () => positions[random(positions.length)]).filter(
    (each) => each !== undefined,
  );
  const totals = await Promise.all(moments.map((position) => hledgerTotals(store, position)));
  for (const accountId of accountIds) {
    const entries = await entriesOf(store, accountId);
    for (const [nth, position] of moments.entries()) {
      const moment = { clock: 'position', ...position } as const;
      const [plainly, says] = [plainBalance(entries, moment)?.total ?? 0n, totals[nth]?.get(accountId) ?? 0n];
      balances++;
      if (plainly === says) continue;
      const [said, plain] = [{ total: shown(says) }, { total: shown(plainly) }];
      differences.push({ accountId, moment: nameOf(moment), of: 'hledger', says: said, plainly: plain });
    }
  }
  return { version, balances };
}
