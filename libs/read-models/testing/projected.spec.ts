/** Planted projections that redelivery makes a difference to: the kit that all specs of projections use sees each. */
import { describe, expect, it } from '@jest/globals';
import type { Placed, Projection } from '../projection/projection.js';
import { Ledger } from './ledger.js';
import { projected } from './projected.js';
import { type Tally, TALLY, type TallyLine, tally } from './tally.js';

const history = () => {
  const ledger = new Ledger();
  ledger.grant('5');
  ledger.charge('1');
  return ledger.events;
};
const planted = <Line extends Placed = never>(
  evolve: Projection<Tally, Line>['evolve'],
  columns?: readonly (keyof Line & string)[],
): Projection<Tally, Line> => ({
  of: 'account',
  name: 'planted',
  version: 1,
  keys: () => [TALLY],
  evolve,
  ...(columns && { columns }),
});

describe('a projection in memory', () => {
  it('has every event delivered twice, and counts it once', () => {
    const { rows, lines } = projected(tally, history());
    expect(rows.get(TALLY)).toEqual({ entries: 3, last: 3 });
    expect(lines.map(({ revision }) => revision)).toEqual([1, 2, 3]);
  });

  it('fails where it counts what it was given, not what there is', () => {
    let entries = 0;
    const counting = planted(() => ({ rows: [[TALLY, { entries: ++entries, last: 0 }]] }));
    expect(() => projected(counting, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where its lines do', () => {
    let last = 0;
    const numbering = planted<Placed & { readonly nth: number }>(
      (_, { revision }) => ({ lines: [{ revision, nth: ++last }] }),
      ['revision', 'nth'],
    );
    expect(() => projected(numbering, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where it remembers what it has seen', () => {
    const seen = new Set<number>();
    const remembering = planted((_, { revision }) => {
      if (seen.has(revision)) return {};
      seen.add(revision);
      return { rows: [[TALLY, { entries: seen.size, last: revision }]] };
    });
    expect(() => projected(remembering, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where it looks at rows that it did not name', () => {
    const peeking = planted((rows, { revision }) => {
      const changed: [string, Tally][] = [[`${revision}`, { entries: rows.size, last: revision }]];
      return { rows: changed };
    });
    expect(() => projected(peeking, history())).toThrow('Rows that it did not name make a difference');
  });

  it('fails where it changes the rows that it is given', () => {
    const adding = planted((rows, { revision }) => {
      const row = rows.get(TALLY) ?? { entries: 0, last: 0 };
      return { rows: [[TALLY, Object.assign(row, { entries: row.entries + 1, last: revision })]] };
    });
    expect(() => projected(adding, history())).toThrow('read only');
  });

  it('fails where a batch is not worth what its events are one by one', () => {
    const comparing = planted((rows, { revision }) => {
      const row = rows.get(TALLY);
      const isStored = row === undefined || Object.isFrozen(row);
      return { rows: [[TALLY, { entries: (row?.entries ?? 0) + (isStored ? 1 : 0), last: revision }]] };
    });
    expect(() => projected(comparing, history())).toThrow('A batch is not worth what its events are');
  });

  it('fails where a row, or a line, is stored as another than it is', () => {
    const forgetful = { ...tally, json: ({ entries }: Tally) => JSON.stringify({ entries }) };
    expect(() => projected(forgetful, history())).toThrow('A row is stored as another');
    const shortened = { ...tally, lineJson: ({ revision }: TallyLine) => `[${revision}]` };
    expect(() => projected(shortened, history())).toThrow('A line is stored as another');
  });
});
