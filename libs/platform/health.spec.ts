import { expect, it } from '@jest/globals';
import { Wrong, checkHealth } from './health.js';

it('is well when everything answers', async () => {
  expect(await checkHealth({ store: () => Promise.resolve(1) })).toEqual({ status: 'ok', checks: { store: 'ok' } });
});

it('names what fails and what is silent', async () => {
  const checks = {
    store: () => Promise.resolve(),
    redis: () => Promise.reject(new Error('refused')),
    other: () => new Promise(() => {}),
  };
  expect(await checkHealth(checks, 20)).toEqual({
    status: 'unavailable',
    checks: { store: 'ok', redis: 'unavailable', other: 'unavailable' },
  });
});

it('says what is wrong with what answers', async () => {
  expect(await checkHealth({ redis: () => Promise.reject(new Wrong('It forgets.')) })).toEqual({
    status: 'unavailable',
    checks: { redis: 'wrong' },
    problems: { redis: 'It forgets.' },
  });
});
