import { expect, it } from '@jest/globals';
import { requireDescribed } from './described.js';

it('an answer with a member too many, or one too few, is not as described', () => {
  const balanceIs = (body: object) => () => requireDescribed('GET', '/v1/accounts/team-1/balance', 200, body);
  expect(balanceIs({ bucketId: 'b' })).toThrow('must NOT have additional properties bucketId');
  expect(balanceIs({})).toThrow("must have required property 'total'");
  expect(balanceIs({ total: 1 })).toThrow('/total must be string');
  expect(balanceIs({ total: '1e3' })).toThrow('/total must match pattern');
});

it('a refusal is one that its route lists', () => {
  const refusal = (code: string) => ({
    type: `urn:drawdown:problem:${code}`,
    title: 'No',
    status: 409,
    code,
    detail: 'No',
  });
  const captureIs = (status: number, body: object) => () =>
    requireDescribed('POST', '/v1/accounts/team-1/holds/hold-1/capture', status, body);
  expect(captureIs(409, refusal('exceeds-hold'))).not.toThrow();
  expect(captureIs(409, refusal('exceeds-charge'))).toThrow('/code must be equal to one of the allowed values');
  expect(captureIs(402, refusal('insufficient-credits'))).toThrow('no answer 402 is described');
  expect(captureIs(409, { ...refusal('exceeds-hold'), surprise: 1 })).toThrow('additional properties surprise');
});

it('what is no route is described nowhere', () => {
  expect(() => requireDescribed('POST', '/v1/nowhere', 404, {})).not.toThrow();
  expect(() => requireDescribed('POST', '/v1/nowhere', 200, {})).toThrow('no answer 200 is described');
});
