/** Every request of docs/api-guide.md, in its order. `RECORD_ANSWERS=true` writes what they are answered with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeKeyPair } from '#proof/keys.js';
import { startStack } from '../../../e2e/stack.mjs';
import { chapters } from '../../../scripts/lib/guide/steps.mjs';
import { type Answers, answersOf, stepsOf, withoutTimes } from './guide.js';

const file = path.resolve(import.meta.dirname, '../../../scripts/lib/guide/answers.json');
const steps = stepsOf(chapters);
const keyFile = path.join(mkdtempSync(path.join(tmpdir(), 'drawdown-guide-')), 'key.pem');
let stack: Awaited<ReturnType<typeof startStack>>;

beforeAll(async () => {
  writeKeyPair(keyFile);
  const signing = { CHECKPOINT_KEY_FILE: keyFile, CHECKPOINT_SECONDS: '1' };
  stack = await startStack({ env: { TEST_CLOCK: 'true', WEBHOOKS_ALLOW_LOOPBACK: 'true', ...signing } });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(path.dirname(keyFile), { recursive: true });
});

it('the API guide works as it stands, and is answered as the examples of the OpenAPI document say', async () => {
  const answers = await answersOf(stack.urls[0] ?? '', steps);
  if (process.env['RECORD_ANSWERS'] === 'true') writeFileSync(file, JSON.stringify(answers, null, 2));
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Answers;
  expect(Object.keys(answers)).toEqual(Object.keys(recorded));
  for (const [title, { status, type, body }] of Object.entries(answers)) {
    const { body: known, ...rest } = recorded[title]!;
    expect([title, { status, type }]).toEqual([title, rest]);
    expect([title, withoutTimes(body)]).toEqual([title, withoutTimes(known)]);
  }
});

it('has a step for every route that has a key', () => {
  const document = JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'),
  ) as {
    paths: Record<string, Record<string, object>>;
  };
  const routes = Object.entries(document.paths)
    .filter(([route]) => route.startsWith('/v1'))
    .flatMap(([route, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`));
  expect([...new Set(steps.map(({ request }) => request))].toSorted()).toEqual(routes.toSorted());
});
