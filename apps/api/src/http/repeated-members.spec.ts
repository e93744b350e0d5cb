import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { repeatedMember } from './repeated-members.js';

describe('a member that stands twice in an object', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1 , "b" : {"c":[{"d":1,"d":1}]}}', 'd'],
    ['[{"a":1},{"a":1,\n"a"\t:1}]', 'a'],
    [String.raw`{"a":1,"\u0061":1}`, 'a'],
    [String.raw`{"\"":":","x":"\\","\u0022":1}`, '"'],
    ['{"":1,"":2}', ''],
    ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ])('is found: %s', (json, name) => {
    expect(repeatedMember(json, JSON.parse(json))).toBe(name);
  });

  it.each([
    '{}',
    '"a"',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    String.raw`{"a":"\",\"a\":1","b":"{\"b\":1}"}`,
    '{"a":"a","b":["a","b","a"]}',
    `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
  ])('is none: %s', (json) => {
    expect(repeatedMember(json, JSON.parse(json))).toBeNull();
  });

  it('is none in whatever JSON.stringify writes, and is found where one is added', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(objects, fc.nat(), (object, nth) => {
        const json = JSON.stringify(object);
        expect(repeatedMember(json, JSON.parse(json))).toBeNull();
        const names = Object.keys(object);
        const name = names[nth % names.length] ?? '';
        const twice = `${json.slice(0, -1)},${JSON.stringify(name)}:0}`;
        expect(repeatedMember(twice, JSON.parse(twice))).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});
