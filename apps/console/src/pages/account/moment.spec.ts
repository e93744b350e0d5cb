import { expect, it } from '@jest/globals';
import { isPast, momentIn } from './moment.js';

it('shows the one moment that the address names', () => {
  expect(momentIn({ revision: 7 })).toEqual({ revision: 7 });
  expect(momentIn({ asOf: '2026-01-31T12:00:00.000Z' })).toEqual({ asOf: '2026-01-31T12:00:00.000Z' });
  expect(momentIn({ effective: '2026-01-31T12:00Z' })).toEqual({ effective: '2026-01-31T12:00Z' });
  expect(momentIn({ revision: 7, asOf: '2026-01-31T12:00:00.000Z' })).toEqual({ revision: 7 });
});

it('shows now where it names none', () => {
  for (const address of [{}, { revision: 0 }, { revision: 'x' }, { asOf: 'yesterday' }, { effective: 5 }]) {
    expect([momentIn(address), isPast(momentIn(address))]).toEqual([{}, false]);
  }
});
