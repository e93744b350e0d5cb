import { expect, it } from '@jest/globals';
import { list, table } from './table.js';

it('aligns amounts to the right, and lets no text of a client out of its cell', () => {
  const rows = [
    { name: 'a', amount: '12.50' },
    { name: 'b\u001b[31m\nc', amount: '-0.005' },
  ];
  const columns = [
    { title: 'name', of: ({ name }: (typeof rows)[number]) => name },
    { title: 'amount', of: ({ amount }: (typeof rows)[number]) => amount, align: 'right' as const },
  ];
  expect(table(columns, rows)).toBe(['name      amount', 'a          12.50', 'b [31m c  -0.005'].join('\n'));
});

it('shows what is absent as such', () => {
  expect(
    list([
      ['total', '5.00'],
      ['grace until', null],
    ]),
  ).toBe(['total        5.00', 'grace until  -'].join('\n'));
});
