/** Rule 7.2: a period is never charged twice or skipped, and a run costs its rate times its time, to the last digit. */
import { expect } from '@jest/globals';
import { logOf, provenBalance } from '../account.js';
import { decimal, total, units } from '../../apps/cli/src/replay-usage/exact.js';
import { HOUR_MS, type Round, type Subject, at, bought, opened } from './subject.js';

const ACCOUNTS = ['running-0', 'running-1'];
const FUNDS = '100000';
/** The last two run as long as the account; of the first one another begins in each round. */
const RATES: Readonly<Record<string, string>> = { spot: '0.333333333333', vm: '2.50', disk: '0.07' };

type Run = { readonly resourceId: string; readonly rate: string; readonly from: number; readonly to: number };

/** A run ends before the next begins, at the same instant. */
const runsOf = (rounds: readonly Round[], endedAt: number): readonly Run[] => [
  ...rounds.map(({ from, to }, nth) => ({ resourceId: `spot-${nth}`, rate: RATES['spot'] ?? '', from, to })),
  ...['vm', 'disk'].map((resourceId) => {
    return { resourceId, rate: RATES[resourceId] ?? '', from: rounds[0]?.from ?? 0, to: endedAt };
  }),
];

/** Half-up at 18 decimals, once for the whole run. */
const costOf = ({ rate, from, to }: Run): bigint =>
  (units(rate) * BigInt(to - from) * 2n + BigInt(HOUR_MS)) / BigInt(2 * HOUR_MS);

/** The ends of whole hours, and the end of the run where it is none of them. */
function periodEnds({ from, to }: Run, recordedUpTo: number): readonly string[] {
  const ends: string[] = [];
  for (let end = from + HOUR_MS; end <= to; end += HOUR_MS) ends.push(at(end));
  if (to < recordedUpTo && (to - from) % HOUR_MS > 0) ends.push(at(to));
  return ends;
}

const start = (resourceId: string, kind: string, rate: string) => ({
  resourceId,
  kind,
  product: 'vm',
  ratePerHour: rate,
});

export const runningCosts: Subject = {
  async begin(service) {
    for (const accountId of ACCOUNTS) {
      await opened(service, accountId);
      await bought(service, accountId, FUNDS, 'buy');
      await service.post(accountId, 'resources', start('vm', 'instance', RATES['vm'] ?? ''), 'vm');
      await service.post(accountId, 'resources', start('disk', 'storage', RATES['disk'] ?? ''), 'disk');
    }
  },

  async round(service, nth) {
    const next = async (accountId: string) => {
      if (nth > 0) await service.post(accountId, `resources/spot-${nth - 1}/stop`, {}, `stop-${nth - 1}`);
      const spot = start(`spot-${nth}`, 'instance', RATES['spot'] ?? '');
      await service.post(accountId, 'resources', spot, `start-${nth}`);
    };
    await Promise.all(ACCOUNTS.map(next));
  },

  async prove(service, rounds) {
    const endedAt = rounds.at(-1)?.to ?? 0;
    for (const accountId of ACCOUNTS) {
      const log = await logOf(service.url, accountId);
      const charges = log.filter(({ type }) => type === 'UsageCharged');
      const runs = runsOf(rounds, endedAt);
      const chargedOf = ({ resourceId }: Run) => charges.filter(({ data }) => data['resourceId'] === resourceId);
      for (const run of runs) {
        const { resourceId } = run;
        const ends = chargedOf(run).map(({ effectiveAt }) => effectiveAt);
        expect({ accountId, resourceId, ends }).toEqual({ accountId, resourceId, ends: periodEnds(run, endedAt) });
      }
      const whole = runs.map((run) => {
        const lastEnd = Date.parse(periodEnds(run, endedAt).at(-1) ?? at(run.from));
        return costOf({ ...run, to: lastEnd });
      });
      const balance = await provenBalance(service.url, accountId, log.at(-1)?.revision ?? 0);
      expect(balance['total']).toBe(decimal(units(FUNDS) - total(whole)));
    }
  },
};
