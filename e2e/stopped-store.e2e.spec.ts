/**
 * Rule 10.2: a refusal has no effect, then or later. The event store stands still while a charge is under way
 * and the credits that would have paid it end: who has once seen the charge refused never sees it accepted.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chargeKeys, logOf, openAccount } from './account.js';
import { accepted, ask } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;

/** Begun so long before the store goes on, a process is ready at about the same time. */
const RESTARTED_BEFORE_MS = 2_500;
/** From when the store goes on: longer than what was sent before can be under way. */
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

/** What is sent is under way when the store stands still, and the credits end before it goes on. */
type Stop = {
  readonly creditsEndAfterMs: number;
  readonly stoppedForMs: number;
  readonly stop: (send: () => void) => Promise<void>;
};

const stops: Readonly<Record<string, Stop>> = {
  'for long, before it reads the charges': { creditsEndAfterMs: 6_000, stoppedForMs: 17_000, stop: beforeReading },
  'for a moment, before it reads the charges': { creditsEndAfterMs: 3_000, stoppedForMs: 5_000, stop: beforeReading },
  'for long, after it has read the charges': { creditsEndAfterMs: 6_000, stoppedForMs: 17_000, stop: afterReading },
};

async function beforeReading(send: () => void): Promise<void> {
  stack.eventStore.pause();
  send();
}

async function afterReading(send: () => void): Promise<void> {
  const url = stack.eventStoreUrl.replace('esdb:', 'http:').replace(/\?.*/, '/faults');
  await fetch(url, { method: 'PUT', body: JSON.stringify({ append: 'slow:3000', count: 3 }) });
  send();
  await eventually('the charges are read', async () => {
    const faults = (await (await fetch(url)).json()) as { append: { left: number } };
    return faults.append.left === 0;
  });
  stack.eventStore.pause();
}

it.each(Object.keys(stops))(
  'a store that stops %s: the same process, another and a restarted one give one answer',
  (name) => stack.explained(giveOneAnswer(name)),
  180_000,
);

async function giveOneAnswer(name: string): Promise<void> {
  const { creditsEndAfterMs, stoppedForMs, stop } = stops[name]!;
  const [first = '', second = '', third = ''] = stack.urls;
  const restarting = stack.apis[2]!;
  const stories = [
    { title: 'same process', chargedAt: first, askedAgainAt: first },
    { title: 'another process', chargedAt: first, askedAgainAt: second },
    { title: 'restarted process', chargedAt: third, askedAgainAt: third },
  ].map(({ title, ...urls }) => ({
    ...urls,
    accountId: `${title} ${name}`.replaceAll(/\W+/g, '-'),
    decisions: [] as number[],
  }));
  for (const { accountId, chargedAt } of stories) await openAccount(chargedAt, accountId);
  await Promise.all(stories.map(({ accountId, chargedAt }) => grantWhatEnds(chargedAt, accountId, creditsEndAfterMs)));

  const charges: Promise<void>[] = [];
  await stop(() => {
    for (const { accountId, chargedAt, decisions } of stories) charges.push(charge(chargedAt, accountId, decisions));
  });
  const until = performance.now() + stoppedForMs + ASKED_FOR_MS;
  await sleep(1_000);
  for (const { askedAgainAt, accountId, decisions } of stories)
    charges.push(chargeAgain(askedAgainAt, accountId, decisions, until));
  await restarting.kill();
  await sleep(stoppedForMs - 1_000 - RESTARTED_BEFORE_MS);
  restarting.start();
  await sleep(RESTARTED_BEFORE_MS);
  stack.eventStore.resume();

  await Promise.all(charges);
  for (const { accountId, decisions } of stories) {
    expect([accountId, [...new Set(decisions)]]).toEqual([accountId, [expect.any(Number)]]);
    expect([201, 402]).toContain(decisions[0]);
    expect(chargeKeys(await logOf(first, accountId))).toEqual(decisions[0] === 201 ? [KEY] : []);
  }
}

async function grantWhatEnds(url: string, accountId: string, afterMs: number): Promise<void> {
  const expiresAt = new Date(Date.now() + afterMs).toISOString();
  const grant = { amount: '5.00', source: 'support', expiresAt };
  await accepted(url, `/v1/accounts/${accountId}/grants`, grant, `grant-${accountId}`);
}

/** Keeps the status if it is a decision. */
async function charge(url: string, accountId: string, decisions: number[]): Promise<void> {
  const body = { amount: '5.00', product: 'inference' };
  const { status } = await ask('POST', `${url}/v1/accounts/${accountId}/charges`, body, KEY);
  if (status !== 0 && status !== 503) decisions.push(status);
}

async function chargeAgain(url: string, accountId: string, decisions: number[], until: number): Promise<void> {
  for (; performance.now() < until; await sleep(30)) await charge(url, accountId, decisions);
}
