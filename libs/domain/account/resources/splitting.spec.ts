/** What running time comes to does not depend on how it is split, nor on when it is recorded. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, SYSTEM } from '../../messages.js';
import { type Amount, accrued, amount, sum } from '../../money.js';
import { World, instantOf, opened } from '../../testing/scenario.js';
import { purchase } from '../../testing/steps.js';
import { decideReading } from '../../testing/reading.js';
import type { AccountCommand } from '../decider.js';
import { nextDue } from '../due.js';
import { entriesOf } from '../entries.js';
import type { AccountEvent, ChargeLine } from '../events.js';
import { evolve } from '../evolve.js';
import type { Account } from '../state.js';
import { DomainError } from '../../errors.js';

const RUNS = { numRuns: 150 };
const HOUR = 3_600_000;

type Ask = { readonly atMs: number; readonly type: AccountCommand['type']; readonly data: object };
type Played = {
  readonly account: Account;
  readonly entries: readonly AccountEvent[];
  readonly refused: readonly string[];
};

/** With as many credits as are bought; `isPunctual`: what falls due is recorded at its instant, otherwise by whatever comes. */
function play(credits: string, asked: readonly Ask[], { isPunctual }: { readonly isPunctual: boolean }): Played {
  const world = new World();
  for (const step of [opened(), purchase('P', credits)]) world.do(step);
  let { account } = world;
  const entries: AccountEvent[] = [];
  const refused: string[] = [];
  const log = new Map(world.log);
  const ask = (now: Instant, type: AccountCommand['type'], data: object): void => {
    try {
      const command = { type, data, now, origin: SYSTEM } as AccountCommand;
      const written = decideReading(account, command, log).events.flatMap(entriesOf);
      for (const entry of written) log.set(entry.revision, entry);
      // As another process would have it.
      account = JSON.parse(JSON.stringify(written.reduce(evolve, account))) as Account;
      entries.push(...written);
    } catch (problem) {
      if (!(problem instanceof DomainError)) throw problem;
      refused.push(problem.code);
    }
  };
  for (const { atMs, type, data } of asked.toSorted((a, b) => a.atMs - b.atMs)) {
    const now = instantOf(atMs);
    for (let due = nextDue(account, now); isPunctual && due; due = nextDue(account, now)) ask(due.at, 'RecordDue', {});
    ask(now, type, data);
  }
  return { account, entries, refused };
}

const linesIn = ({ entries }: Played): readonly ChargeLine[] =>
  entries.flatMap((entry) => (entry.type === 'UsageCharged' ? entry.data.lines : [])).filter(({ period }) => period);

const rate = fc
  .oneof(fc.bigInt(1n, 10n ** 14n), fc.bigInt(1n, 1000n))
  .map((units) => amount(`${units / 10n ** 12n}.${String(10n ** 12n + (units % 10n ** 12n)).slice(1)}`));
const resourceId = fc.constantFrom('vm-1', 'vm-2', 'disk');
const start = fc.record({
  type: fc.constant('StartResource' as const),
  data: fc.record({
    resourceId,
    kind: fc.constantFrom('instance', 'storage'),
    product: fc.constantFrom('vm', 'inference'),
    ratePerHour: rate,
  }),
});
const stop = fc.record({ type: fc.constant('StopResource' as const), data: fc.record({ resourceId }) });
const charge = fc.record({
  type: fc.constant('ChargeUsage' as const),
  data: fc.record({
    cost: fc.constantFrom('0.000000000000000001', '0.5', '3', '40').map(amount),
    product: fc.constantFrom('vm', 'inference'),
    mode: fc.constantFrom('authorize', 'record'),
  }),
});
/** Pays for nothing used before: what has accrued is charged when it comes in, in the middle of a period. */
const grant = fc.constant({ type: 'GrantPromo' as const, data: { amount: amount('0.01'), source: 'signup' } });
const sweep = fc.constant({ type: 'RecordDue' as const, data: {} });
const atMs = fc.oneof(
  fc.nat(9 * HOUR),
  fc.nat(9).map((hours) => hours * HOUR),
);
const asking = fc
  .tuple(atMs, fc.oneof(start, start, stop, charge, charge, sweep))
  .map(([at, ask]) => ({ ...ask, atMs: at }));
const granting = fc.tuple(atMs, grant).map(([at, ask]) => ({ ...ask, atMs: at }));
const requests = fc.array(asking, { minLength: 1, maxLength: 24, size: 'max' });

describe('running time', () => {
  it('adds up to what all of it comes to, rounded once, however it is split and whatever is charged beside it (rule 2.6)', () => {
    fc.assert(
      fc.property(
        rate,
        fc.array(fc.oneof(asking, granting), { maxLength: 24, size: 'max' }),
        fc.nat(9 * HOUR),
        (perHour, beside, endMs) => {
          const run = { resourceId: 'run', kind: 'instance', product: 'vm', ratePerHour: perHour };
          const asked: Ask[] = [
            { atMs: 0, type: 'StartResource', data: run },
            ...beside,
            { atMs: endMs, type: 'StopResource', data: { resourceId: 'run' } },
          ];
          const lines = linesIn(play('1000000', asked, { isPunctual: false })).filter(
            (line) => line.resourceId === 'run',
          );
          expect(sum(lines.map((line): Amount => line.amount))).toBe(accrued(perHour, endMs));
          const gaps = lines.map(({ period, effectiveAt }) => [period?.from, effectiveAt]);
          for (const [nth, [from]] of gaps.entries()) expect(from).toBe(nth === 0 ? instantOf(0) : gaps[nth - 1]?.[1]);
        },
      ),
      RUNS,
    );
  });

  it('comes to the same entries recorded late as recorded at every instant (rule 2.31)', () => {
    fc.assert(
      fc.property(fc.constantFrom('10', '25', '1000'), requests, (credits, asked) => {
        const shown = ({ account, entries, refused }: Played) => ({
          refused,
          entries: entries.map(({ revision, type, effectiveAt, data }) => ({ revision, type, effectiveAt, data })),
          debts: account.debts,
          resources: account.resources,
        });
        const punctual = play(credits, [...asked, { atMs: 10 * HOUR, type: 'RecordDue', data: {} }], {
          isPunctual: true,
        });
        const late = play(credits, [...asked, { atMs: 10 * HOUR, type: 'RecordDue', data: {} }], { isPunctual: false });
        expect(shown(late)).toEqual(shown(punctual));
      }),
      RUNS,
    );
  });

  it('is never charged twice or skipped when what is due is asked for again and again, through JSON each time (rule 7.2)', () => {
    fc.assert(
      fc.property(requests, (asked) => {
        const sweeps = Array.from({ length: 41 }, (_, nth): Ask => ({
          atMs: nth * 900_000,
          type: 'RecordDue',
          data: {},
        }));
        const once = play('1000', [...asked, { atMs: 10 * HOUR, type: 'RecordDue', data: {} }], { isPunctual: false });
        const often = play('1000', [...asked, ...sweeps, ...sweeps], { isPunctual: false });
        const shown = (played: Played) =>
          linesIn(played).map(({ resourceId: id, period, amount: cost }) => [id, period, cost]);
        expect(shown(often)).toEqual(shown(once));
      }),
      RUNS,
    );
  });
});
