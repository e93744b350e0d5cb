import { expect, it } from '@jest/globals';
import type { Instant } from '#domain/messages.js';
import type { Waypoint } from './waypoint.js';
import { decodeWaypoint, encodeWaypoint } from './waypoint-format.js';

type State = {
  readonly revision: number;
  readonly names: readonly string[];
  readonly left: Readonly<Record<string, string>>;
};

const at = (nth: number) => `2026-01-01T00:00:0${nth}.000Z` as Instant;

/** Two events: of 2 entries, and of 3 with a fold within. */
function waypoint(names: readonly string[]): Waypoint<State> {
  const fold = (revision: number, left: string) => ({
    revision,
    state: { revision, names, left: { a: left, b: '1.00' } },
    sums: revision < 9 ? null : { used: String(revision) },
  });
  const step = (revision: number, nth: number) => ({
    revision,
    streamRevision: nth,
    recordedAt: at(nth),
    position: `${nth}/${nth}`,
  });
  const { revision: _, ...end } = fold(12, '2.00');
  return {
    ...step(12, 4),
    ...end,
    number: 1,
    steps: [step(7, 2), step(9, 3)],
    folds: [fold(7, '7.00'), fold(9, '5.00'), fold(11, '2.00')],
    keys: Uint32Array.of(0, 1, 2 ** 32 - 1, 7, 8),
  };
}

const stored = (written: Waypoint<State>) => ({
  type: 'Waypoint',
  data: Buffer.from(encodeWaypoint(written)).toString(),
});

it.each([
  ['a small one', ['né ",{"keys":"', '],[']],
  ['a large one, which is deflated', Array.from({ length: 3_000 }, (_, nth) => `é ${nth}`)],
])('%s gives again what was written: each fold, and when its entry was recorded', (_, names) => {
  const written = waypoint(names);
  const { data } = stored(written);
  expect(data.includes('"deflated":"')).toBe(names.length === 3_000);
  expect(JSON.stringify(JSON.parse(data))).toBe(data);
  const { landmark, keys } = decodeWaypoint<State>(stored(written))!;
  expect(keys).toEqual(written.keys);
  expect(landmark.place).toMatchObject({
    number: 1,
    revision: 12,
    streamRevision: 4,
    recordedAt: at(4),
    position: '4/4',
  });
  expect(landmark.place.steps).toEqual(written.steps);
  const [first, second, within] = written.folds;
  const end = { revision: 12, recordedAt: at(4), state: written.state, sums: written.sums };
  for (const [revision, fold, recordedAt] of [
    [7, first, at(2)],
    [9, second, at(3)],
    [11, within, at(4)],
    [12, end, at(4)],
  ] as const) {
    const { state, sums } = fold!;
    const found = landmark.foldAt(revision)!;
    expect([found.revision, found.recordedAt, found.state, found.sums]).toEqual([revision, recordedAt, state, sums]);
    expect(landmark.foldBefore(revision)).toBe(found);
  }
  expect([8, 10, 20].map((revision) => landmark.foldBefore(revision).revision)).toEqual([7, 9, 12]);
  expect(landmark.foldAt(10)).toBeUndefined();
});

it('one whose keys or deflated parts are cut is none', () => {
  const { data } = stored(waypoint(Array.from({ length: 3_000 }, (_, nth) => `é ${nth}`)));
  const cutKeys = data.replace(/"keys":"[^"]*"/, '"keys":"AAAAAAA="');
  const cutParts = `${data.slice(0, -400)}"}`;
  for (const text of [cutKeys, cutParts]) expect(decodeWaypoint({ type: 'Waypoint', data: text })).toBeNull();
});

it('one that is cut off, of another shape or of another type is none', () => {
  const { data } = stored(waypoint(['a']));
  const [head = '', rest = ''] = data.split(',"keys":');
  const shorter = `${head},"keys":${rest.replace(',"b"', '')}`;
  const older = JSON.stringify({ number: 1, revision: 12, keys: '', state: {}, sums: null, steps: [] });
  for (const text of [shorter, older, '{}', head, `${head},"keys":"`, `${head},"keys":"","parts":[]}`])
    expect(decodeWaypoint({ type: 'Waypoint', data: text })).toBeNull();
  expect(decodeWaypoint({ type: 'Snapshot', data })).toBeNull();
});
