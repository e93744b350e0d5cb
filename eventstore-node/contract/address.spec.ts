import { expect, test } from '@jest/globals';
import { addressOf, UnreadableUrl } from './address.js';

test.each([
  ['esdb://127.0.0.1:2113?tls=false', { host: '127.0.0.1', port: 2113, usesTls: false }],
  ['esdb+discover://one:2111,two:2112/?TLS=False', { host: 'one', port: 2111, usesTls: false }],
  ['kurrentdb://ops:p%40ss@node.example', { host: 'node.example', port: 2113, usesTls: true }],
])('%s', (url, expected) => {
  expect(addressOf(url)).toMatchObject(expected);
});

test('credentials are those of the string, or what new servers have', () => {
  expect(addressOf('esdb://ops:p%40ss@node').credentials).toEqual({ username: 'ops', password: 'p@ss' });
  expect(addressOf('esdb://node').credentials).toEqual({ username: 'admin', password: 'changeit' });
});

test('what is no connection string is refused', () => {
  expect(() => addressOf('http://node:2113')).toThrow(UnreadableUrl);
});
