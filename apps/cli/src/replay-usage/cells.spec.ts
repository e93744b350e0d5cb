import { describe, expect, it } from '@jest/globals';
import { cellAt, columnsOf } from './cells.js';

describe('the cells of a row', () => {
  const row = { id: 'e1', data: { usage: { in: '3', 'out.all': '4' }, none: null }, 'a.b': '5', a: { b: '6' } };

  it.each([
    ['id', 'e1'],
    ['data.usage.in', '3'],
    ['data.none', null],
    ['a.b', '5'],
    ['data', row.data],
    ['data.usage.out', undefined],
    ['data.none.x', undefined],
    ['id.length', undefined],
    ['constructor', undefined],
    ['data.__proto__', undefined],
  ])('%s is %p', (column, value) => expect(cellAt(row, column)).toEqual(value));

  it('are found under all the names that are told', () => {
    const columns = columnsOf({ id: 'e1', data: { usage: { in: '3' }, none: null }, list: ['x'] });
    expect(columns).toEqual(['id', 'data.usage.in', 'data.none', 'list.0']);
  });
});
