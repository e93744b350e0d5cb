import { expect, it } from '@jest/globals';
import { checkHealth } from './health.js';

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
