/**
 * Spec 10, guarantee 2: a refusal has no effect, then or later. The event store stands still while a charge is under way
 * and the credits that would have paid it end: who has once seen the charge refused never sees it accepted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chargeKeys, logOf, openAccount } from './account.js';
import { type Reply, accepted, ask } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;

const CREDITS_END_AFTER_MS = 6_000;
const STOPPED_FOR_MS = 17_000;
/** Begun so long before the store goes on, a process is ready at about the same time. */
const RESTARTED_BEFORE_MS = 2_500;
/** Longer than what was sent before can be under way. */
const ASKED_FOR_MS = 25_000;
const KEY = 'the-charge';

let stack: Stack;
beforeAll(async () => {
  process.env['EVENTSTORE_FAULTS'] = 'true';
  stack = await startStack({ apis: 3 });
}, 120_000);
afterAll(async () => {
  delete process.env['EVENTSTORE_FAULTS'];
  await stack?.stop();
});

/** How the store comes to stand still with what is sent meanwhile under way. */
const stops: Readonly<Record<string, (send: () => void) => Promise<void>>> = {
  'before it reads the charges': async (send) => {
    stack.eventStore.pause();
    send();
  },
  'after it has read the charges': async (send) => {
    const url = `${stack.eventStoreUrl.replace('esdb:', 'http:').replace(/\?.*/, '')}/faults`;
    await fetch(url, { method: 'PUT', body: JSON.stringify({ append: 'slow:3000', count: 3 }) });
    send();
    await eventually('the charges are read', async () => {
      const faults = (await (await fetch(url)).json()) as { append: { left: number } };
      return faults.append.left === 0;
    });
    stack.eventStore.pause();
  },
};

it.each(Object.keys(stops))(
  'a store that stops %s: the same process, another and a restarted one give one answer',
  (name) => stack.explained(giveOneAnswer(name)),
  180_000,
);

async function giveOneAnswer(stop: string): Promise<void> {
  const [first = '', second = '', third = ''] = stack.urls;
  const stories = [
    { accountId: `same-process ${stop}`, chargedAt: first, askedAgainAt: first },
    { accountId: `another-process ${stop}`, chargedAt: first, askedAgainAt: second },
    { accountId: `restarted-process ${stop}`, chargedAt: third, askedAgainAt: third },
  ].map((story) => ({ ...story, accountId: story.accountId.replaceAll(' ', '-'), decisions: [] as number[] }));
  for (const { accountId, chargedAt } of stories) await openAccount(chargedAt, accountId);
  await Promise.all(stories.map(({ accountId, chargedAt }) => grantWhatEnds(accountId, chargedAt)));

  const charges: Promise<unknown>[] = [];
  await stops[stop]?.(() => {
    for (const { accountId, chargedAt, decisions } of stories) charges.push(charge(chargedAt, accountId, decisions));
  });
  await sleep(1_000);
  await stack.apis[2]?.kill();
  await sleep(STOPPED_FOR_MS - 1_000 - RESTARTED_BEFORE_MS);
  stack.apis[2]?.start();
  await sleep(RESTARTED_BEFORE_MS);
  stack.eventStore.resume();

  await Promise.all(
    stories.map(({ accountId, askedAgainAt, decisions }) => askAgain(askedAgainAt, accountId, decisions)),
  );
  await Promise.all(charges);
  for (const { accountId, decisions } of stories) {
    expect([accountId, [...new Set(decisions)]]).toEqual([accountId, [expect.any(Number)]]);
    expect([201, 402]).toContain(decisions[0]);
    expect(chargeKeys(await logOf(first, accountId))).toEqual(decisions[0] === 201 ? [KEY] : []);
  }
}

async function grantWhatEnds(accountId: string, url: string): Promise<void> {
  const expiresAt = new Date(Date.now() + CREDITS_END_AFTER_MS).toISOString();
  const grant = { amount: '5.00', source: 'support', expiresAt };
  await accepted(url, `/v1/accounts/${accountId}/grants`, grant, `grant-${accountId}`);
}

/** Keeps the status if it is a decision. */
async function charge(url: string, accountId: string, decisions: number[]): Promise<void> {
  const body = { amount: '5.00', product: 'inference' };
  const { status }: Reply = await ask('POST', `${url}/v1/accounts/${accountId}/charges`, body, KEY);
  if (status !== 0 && status !== 503) decisions.push(status);
}

async function askAgain(url: string, accountId: string, decisions: number[]): Promise<void> {
  for (const until = performance.now() + ASKED_FOR_MS; performance.now() < until; await sleep(30))
    await charge(url, accountId, decisions);
}
