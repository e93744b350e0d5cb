/** What nobody should send: texts, values and bodies that no schema describes. */
import fc from 'fast-check';

/** Text of JSON as it is to be sent, where `JSON.stringify` would not write it. */
export class Raw {
  constructor(readonly json: string) {}
}

const TEXTS = [
  '',
  ' ',
  '.',
  '..',
  '/',
  '%2F',
  '%',
  '\0',
  '\ud800',
  'a\udfff',
  '\ufffd',
  '💥',
  'é'.repeat(64),
  'a'.repeat(128),
  'a'.repeat(129),
  'x'.repeat(10_000),
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  '"',
  '\r\nX: y',
  '1e3',
  '+1',
  '-1',
  '.5',
  '1.',
  '01',
  '0',
  '0.00',
  '-0',
  '1'.repeat(12),
  '1'.repeat(13),
  `0.${'0'.repeat(17)}1`,
  `0.${'0'.repeat(18)}1`,
  `999999999999.${'9'.repeat(18)}`,
  '1e200000000',
  'NaN',
  'Infinity',
  '0x10',
  '１',
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00+23:59',
  '2026-01-01',
];
const VALUES = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  { a: { b: [] } },
  new Raw('1.0000000000000000001'),
  new Raw('1e0'),
  new Raw('1e400'),
  new Raw('-0'),
  new Raw('9'.repeat(400)),
  new Raw(`${'['.repeat(3_000)}${']'.repeat(3_000)}`),
  new Raw(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`),
  new Raw('{"__proto__":{"amount":"1"}}'),
  new Raw('{"constructor":{"prototype":{}}}'),
  new Raw('{"a":1,"a":2}'),
];
export const NO_JSON = ['', '{', 'null', '[]', '"text"', '{"a":}', '\ufeff{}', '{}x', '{"amount":NaN}', '\ud800'];

export const hostileText = fc.constantFrom(...TEXTS);
export const hostile: fc.Arbitrary<unknown> = fc.oneof(hostileText, fc.constantFrom(...VALUES));
