/** Planted projections that redelivery makes a difference to: the kit that all specs of projections use sees each. */
import { describe, expect, it } from '@jest/globals';
import type { Parts, Placed, Projection } from '../projection/projection.js';
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
    const counting = planted((rows) => rows.set(TALLY, { entries: ++entries, last: 0 }));
    expect(() => projected(counting, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where its lines do', () => {
    let last = 0;
    const numbering = planted<Placed & { readonly nth: number }>(
      (rows, { revision }) => rows.append({ revision, nth: ++last }),
      ['revision', 'nth'],
    );
    expect(() => projected(numbering, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where it remembers what it has seen', () => {
    const seen = new Set<number>();
    const remembering = planted((rows, { revision }) => {
      if (seen.has(revision)) return;
      seen.add(revision);
      rows.set(TALLY, { entries: seen.size, last: revision });
    });
    expect(() => projected(remembering, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where rows of two accounts share what is changed in place', () => {
    const nothing = { entries: 0, last: 0 };
    const sharing = planted((rows, { revision }) => {
      if (!rows.get(TALLY)) rows.set(TALLY, nothing);
      Object.assign(rows.change(TALLY) ?? {}, { entries: nothing.entries + 1, last: revision });
    });
    expect(() => projected(sharing, history())).toThrow('The same events on the same rows differ');
  });

  it('fails where it looks at rows that it did not name', () => {
    const peeking = planted((rows, { revision }) =>
      rows.set(`${revision}`, { entries: [...rows.keys()].length, last: revision }),
    );
    expect(() => projected(peeking, history())).toThrow('Rows that it did not name make a difference');
  });

  it('fails where it changes a row without saying so', () => {
    const adding = planted((rows, { revision }) => {
      const row = rows.get(TALLY);
      if (row) Object.assign(row, { entries: row.entries + 1, last: revision });
      else rows.set(TALLY, { entries: 1, last: revision });
    });
    expect(() => projected(adding, history())).toThrow('What is written is not what the rows are');
  });

  it('fails where it says that another part has changed than did', () => {
    const parts: Parts<Tally> = {
      names: ['entries', 'last'],
      json: { entries: ({ entries }) => `${entries}`, last: ({ last }) => `${last}` },
      rowOf: ({ entries, last }) => ({ entries, last }) as Tally,
    };
    const mistaken = planted((rows, { revision }) => {
      const { entries } = rows.get(TALLY) ?? { entries: 0 };
      rows.set(TALLY, { entries: entries + 1, last: revision }, 'last');
    });
    expect(() => projected({ ...mistaken, parts }, history())).toThrow('A row is stored as another');
  });

  it('fails where it changes an event', () => {
    const greedy = planted((_, { data }) => void Object.assign(data, { taken: true }));
    expect(() => projected(greedy, history())).toThrow('not extensible');
  });

  it('fails where it makes a difference whether rows were stored in between', () => {
    const seen = new WeakSet<object>();
    const comparing = planted((rows, { revision }) => {
      const row = rows.get(TALLY);
      const entries = (row?.entries ?? 0) + (row && seen.has(row) ? 2 : 1);
      const after = { entries, last: revision };
      seen.add(after);
      rows.set(TALLY, after);
    });
    expect(() => projected(comparing, history())).toThrow('What is written is not what the rows are');
  });

  it('fails where a row, or a line, is stored as another than it is', () => {
    const forgetful = { ...tally, json: ({ entries }: Tally) => JSON.stringify({ entries }) };
    expect(() => projected(forgetful, history())).toThrow('A row is stored as another');
    const shortened = { ...tally, lineJson: ({ revision }: TallyLine) => `[${revision}]` };
    expect(() => projected(shortened, history())).toThrow('A line is stored as another');
  });
});
