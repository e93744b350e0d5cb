/** Rule 10.2: what falls due and what is asked for while processes are killed is in the log once, with exact sums. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { read } from './client.js';
import { pendingPayments } from './killed/pending-payments.js';
import { plans } from './killed/plans.js';
import { recharges } from './killed/recharges.js';
import { runningCosts } from './killed/running-costs.js';
import { HOUR_MS, type Round, Service, type Subject, at } from './killed/subject.js';
import { startStack } from './stack.mjs';

const ROUNDS = Number(process.env['E2E_ROUNDS'] ?? 6);
/** More than six hours, so that hours, cycles and grace windows end at other places of each round. */
const ROUND_MS = 6 * HOUR_MS + 1_207_123;
/** Kills fall into this time from the beginning of what they are to hit. */
const WINDOW_MS = 120;

type Stack = Awaited<ReturnType<typeof startStack>>;
type Victims = (stack: Stack) => readonly { restart(): Promise<void> }[];

/** Each falls amid commands in one round, and amid a move of time in another. */
const victims: readonly Victims[] = [
  ({ managers }) => managers.slice(0, 1),
  ({ apis }) => apis.slice(0, 1),
  ({ apis, managers }) => [...apis.slice(1), ...managers.slice(1)],
  ({ managers }) => managers,
  ({ apis }) => apis,
  ({ apis, managers }) => [...apis, ...managers],
];

const subjects: Readonly<Record<string, Subject>> = {
  'running costs charge each period of each resource once, whatever its account is asked meanwhile': runningCosts,
  'plans that are changed reach every account once, and each cycle is refreshed once and on time': plans,
  'recharges are opened one at a time and bring in credits once': recharges,
  'pending payments are settled once, oldest first, or fail once and on time': pendingPayments,
};

describe('while processes are killed at random points,', () => {
  let stack: Stack;
  let service: Service;
  const rounds: Round[] = [];

  beforeAll(async () => {
    stack = await startStack({ apis: 2, managers: 2, env: { TEST_CLOCK: 'true' } });
    service = new Service(stack.urls);
    for (const subject of Object.values(subjects)) await subject.begin(service);
    await stack.explained(runRounds());
  }, 1_200_000);
  afterAll(() => stack?.stop());

  /** The commands of a round amid one kill, and the move of time after it amid another. */
  async function runRounds(): Promise<void> {
    let from = Date.parse(String((await read(service.url, '/v1/test-clock'))['now']));
    for (let nth = 0; nth < ROUNDS; nth++) {
      const to = from + ROUND_MS;
      for (const subject of Object.values(subjects)) await subject.look?.(service);
      await amidKill(2 * nth, () => Promise.all(Object.values(subjects).map((each) => each.round(service, nth))));
      await amidKill(2 * nth + 1, () => service.put('/v1/test-clock', { now: at(to) }, `move-${nth}`));
      rounds.push({ from, to });
      from = to;
    }
  }

  async function amidKill(nth: number, work: () => Promise<unknown>): Promise<void> {
    const done = work();
    // It is awaited below; until then its failure is nobody's.
    done.catch(() => {});
    await sleep(Math.random() * WINDOW_MS);
    const killed = victims[(nth + Math.floor(nth / victims.length)) % victims.length]?.(stack) ?? [];
    await Promise.all(killed.map((role) => role.restart()));
    await done;
    await stack.ready();
  }

  it.each(Object.keys(subjects))(
    '%s',
    (name) => stack.explained(subjects[name]?.prove(service, rounds) ?? Promise.reject(new Error(name))),
    120_000,
  );
});
