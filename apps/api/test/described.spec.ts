import { expect, it } from '@jest/globals';
import { requireDescribed } from './described.js';

it('an answer with a member too many, or one too few, is not as described', () => {
  const balanceIs = (body: object) => () => requireDescribed('GET', '/v1/accounts/team-1/balance', 200, body);
  expect(balanceIs({ bucketId: 'b' })).toThrow('.bucketId is not described');
  expect(balanceIs({})).toThrow('.total is missing');
  expect(balanceIs({ total: 1 })).toThrow('.total is no string');
});
