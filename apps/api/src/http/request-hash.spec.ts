import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical, pathOf, requestHash } from './request-hash.js';

describe('the canonical form of a body', () => {
  it('does not depend on the order of members', () => {
    expect(canonical({ b: [1, { d: null, c: true }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":true,"d":null}]}');
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.stringify(value);
        expect(JSON.parse(canonical(JSON.parse(json)))).toEqual(JSON.parse(json));
      }),
    );
  });

  it('is that of a body alone, whatever was written before it', () => {
    const written = new Map<object, string>([
      [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
      [{ a: 2, b: 1 }, '{"a":2,"b":1}'],
      [{ b: 1 }, '{"b":1}'],
      [{ b: 1, a: 2, c: 3 }, '{"a":2,"b":1,"c":3}'],
      [{}, '{}'],
    ]);
    for (const before of written.keys()) {
      for (const [body, json] of written) {
        canonical(before);
        expect(canonical(body)).toBe(json);
        canonical(before);
        expect(canonical(body, new Set(['a', 'b']))).toBe('c' in body ? '{"c":3}' : '{}');
      }
    }
  });

  it('keeps the order of a list', () => expect(canonical([2, 1])).not.toBe(canonical([1, 2])));
});

it('hashes a request as it always has: what logs hold of it must be found again', () => {
  const body = { product: 'inference', model: 'm', inputTokens: 9_007_199_254_740_991, metadata: { b: '1', a: 'é' } };
  expect(requestHash('POST', pathOf('/v1/accounts/team-1/charges?x=1'), body)).toBe(
    'qhdp69LfQYAIwvhAfKF9krlx2QX_NrYt9orNzx3V9jc',
  );
});

describe('the path of a request', () => {
  it('leaves the query out', () => expect(pathOf('/v1/a?x=1')).toBe('/v1/a'));

  it('is the same however it was escaped', () => {
    expect(pathOf('/v1/models/%6Dodel%2fx')).toBe(pathOf('/v1/models/model%2Fx'));
    expect(pathOf('/v1/models/model%2Fx')).not.toBe(pathOf('/v1/models/model/x'));
    expect(pathOf('/v1/accounts/auth0|abc')).toBe(pathOf('/v1/accounts/auth0%7Cabc'));
    expect(pathOf('/v1/accounts/a:b@c+d')).toBe(pathOf('/v1/accounts/a%3Ab%40c%2bd'));
  });

  it('of plain segments is as it stands', () => {
    expect(pathOf('/v1/accounts/team-1_a.b~c/charges')).toBe('/v1/accounts/team-1_a.b~c/charges');
  });
});
