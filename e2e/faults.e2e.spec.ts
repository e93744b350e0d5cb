/** Rules 10.2 and 10.5: what was answered with 2xx is in the log once, whatever dies meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chargeKeys, fund, logOf, openAccount, provenBalance, sorted } from './account.js';
import { type Load, startLoad } from './load.js';
import { startStack } from './stack.mjs';

const ACCOUNTS = Number(process.env['E2E_ACCOUNTS'] ?? 8);
const CLIENTS = Number(process.env['E2E_CLIENTS'] ?? 16);
/** Acknowledged charges before and after each fault. */
const CHARGES = Number(process.env['E2E_CHARGES'] ?? 100);
const FUNDS_CENTS = 100_000_000n;

type Stack = Awaited<ReturnType<typeof startStack>>;

const kill = (roleOf: (stack: Stack) => { restart(): Promise<void> } | undefined) => (stack: Stack) =>
  roleOf(stack)?.restart() ?? Promise.reject(new Error('There is no such process'));

const faults: Readonly<Record<string, (stack: Stack) => Promise<void>>> = {
  'kill -9 of an API process': kill(({ apis }) => apis[0]),
  'kill -9 of the event store node': kill(({ eventStore }) => eventStore),
  'kill -9 of the projector': kill(({ projectors }) => projectors[0]),
  'kill -9 of the process manager': kill(({ managers }) => managers[0]),
  'FLUSHALL of Redis': (stack) => stack.flushRedis(),
  'kill -9 of Redis': kill(({ redis }) => redis),
  'kill -9 of everything at once': async ({ processes }) => {
    await Promise.all(processes.map((role) => role.kill()));
    for (const role of processes) role.start();
  },
};

describe('under load', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ apis: 2 });
  }, 120_000);
  afterAll(() => stack?.stop());

  it.each(Object.keys(faults))(
    '%s loses no acknowledged charge and repeats none',
    (name) => stack.explained(survives(stack, name)),
    180_000,
  );
});

async function survives(stack: Stack, fault: string): Promise<void> {
  const [url = ''] = stack.urls;
  const slug = fault.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const accountIds = Array.from({ length: ACCOUNTS }, (_, n) => `${slug}-${n}`);
  for (const accountId of accountIds) {
    await openAccount(url, accountId);
    await fund(url, accountId, cents(FUNDS_CENTS));
  }
  const load = startLoad({ urls: stack.urls, accountIds, clients: CLIENTS, amount: '0.01', name: slug });
  try {
    await load.more(CHARGES);
    await faults[fault]?.(stack);
    await load.more(CHARGES);
  } finally {
    await load.stop();
  }
  await stack.ready();
  for (const accountId of accountIds) await isWhole(url, accountId, load);
}

/** Every charge is decided by now: the log holds those that were acknowledged and no others. */
async function isWhole(url: string, accountId: string, load: Load): Promise<void> {
  const keys = load.acknowledged.get(accountId) ?? [];
  expect(chargeKeys(await logOf(url, accountId))).toEqual(sorted(keys));
  const balance = await provenBalance(url, accountId, load.revisions.get(accountId) ?? 0);
  expect(balance['total']).toBe(cents(FUNDS_CENTS - BigInt(keys.length)));
}

const cents = (amount: bigint): string => `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
