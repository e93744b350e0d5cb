import { expect, it } from '@jest/globals';
import { besidePlace, momentOf, placeOf, replaySearch, searchOf } from './moment.js';

const AT = '2026-01-31T12:00:00.000Z';

it('an address leads back to the moment that it was made of, on each scale', () => {
  for (const scale of ['entry', 'recorded', 'effective'] as const) {
    const [at, other] = scale === 'entry' ? [7, 3] : [Date.parse(AT), Date.parse(AT) - 1];
    const search = replaySearch(searchOf({ scale, at }, { scale, at: other }));
    expect(placeOf(search, 100)).toEqual({ scale, at });
    expect(besidePlace(search, scale)).toEqual({ scale, at: other });
    expect(besidePlace(replaySearch(searchOf({ scale, at }, null)), scale)).toBeNull();
  }
});

it('what is no moment is left out, and the newest entry is shown', () => {
  for (const search of [
    {},
    { revision: 0 },
    { revision: '7' },
    { asOf: 'yesterday' },
    { effective: '2026-13-01T00:00:00Z' },
  ]) {
    expect(placeOf(replaySearch(search), 9)).toEqual({ scale: 'entry', at: 9 });
  }
  expect(placeOf(replaySearch({ revision: 12 }), 9)).toEqual({ scale: 'entry', at: 9 });
});

it('a moment beside another is on the same scale', () => {
  expect(replaySearch({ revision: 7, beside: AT })).toEqual({ revision: 7 });
  expect(replaySearch({ asOf: AT, beside: 3 })).toEqual({ asOf: AT });
});

it('the API is asked as the scale says', () => {
  expect(momentOf({ scale: 'entry', at: 7 })).toEqual({ revision: 7 });
  expect(momentOf({ scale: 'recorded', at: Date.parse(AT) })).toEqual({ asOf: AT });
  expect(momentOf({ scale: 'effective', at: Date.parse(AT) })).toEqual({ effective: AT });
});
