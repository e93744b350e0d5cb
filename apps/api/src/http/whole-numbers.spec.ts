import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withWholeNumbers } from './whole-numbers.js';

type Written = { readonly text: string; readonly read: unknown };

const digits = fc.integer({ min: 0, max: 9 }).map(String);
const whole = fc.integer().map((value): Written => ({ text: String(value), read: value }));
const inexact = fc
  .tuple(fc.integer(), fc.array(digits, { maxLength: 25 }), fc.constantFrom('', 'e0', 'E+2', 'e-3'))
  .map(([value, fraction, exponent]) => value + (fraction.length > 0 ? `.${fraction.join('')}` : '') + exponent)
  .filter((text) => !/^-?\d+$/.test(text))
  .map((text): Written => ({ text, read: text.startsWith('-') ? -Infinity : Infinity }));
/** Texts that look like numbers to whoever forgets about quotes and backslashes. */
const text = fc
  .array(fc.constantFrom('"', '\\', ':', ',', '[', ' ', '1', '.5', 'e3', '\n', 'é'), { maxLength: 12 })
  .map((parts) => parts.join(''));
const space = fc.constantFrom('', ' ', '\r\n\t', '  ');

const { json } = fc.letrec<{ json: Written; list: Written; object: Written }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    whole,
    inexact,
    text.map((value) => ({ text: JSON.stringify(value), read: value })),
    fc.constant({ text: 'null', read: null }),
    tie('list'),
    tie('object'),
  ),
  list: fc.tuple(fc.array(tie('json'), { maxLength: 5 }), space).map(([items, gap]) => ({
    text: `[${gap}${items.map((item) => item.text + gap).join(`,${gap}`)}]`,
    read: items.map((item) => item.read),
  })),
  object: fc.tuple(fc.array(fc.tuple(text, tie('json')), { maxLength: 5 }), space).map(([members, gap]) => ({
    text: `{${gap}${members.map(([name, { text: value }]) => `${JSON.stringify(name)}${gap}:${gap}${value}${gap}`).join(',')}}`,
    read: Object.fromEntries(members.map(([name, { read }]) => [name, read])),
  })),
}));

describe('numbers of a body', () => {
  it('are read as they are written where they are integers, and else as none that counts', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          json,
          json.map(({ text: inner, read }) => ({ text: `[${inner}]`, read: [read] })),
        ),
        (written) => {
          // A body is an object or a list: a number by itself is no body.
          fc.pre(/^[[{]/.test(written.text));
          expect(JSON.parse(withWholeNumbers(written.text))).toEqual(written.read);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('do not make a body of what is none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '1', '.', 'e', '-', ' ', 'a'), {
          maxLength: 20,
        }),
        (parts) => {
          const broken = parts.join('');
          let isJson = true;
          try {
            JSON.parse(broken);
          } catch {
            isJson = false;
          }
          if (!isJson) expect(() => JSON.parse(withWholeNumbers(broken)) as unknown).toThrow(SyntaxError);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('leave a text alone that has none', () => {
    const body = '{"occurredAt":"2026-01-31T12:00:00.000Z","amount":"1.5","inputTokens":12,"list":[1,2]}';
    expect(withWholeNumbers(body)).toBe(body);
  });
});
