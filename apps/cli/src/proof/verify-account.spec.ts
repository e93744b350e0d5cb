import { expect, it } from '@jest/globals';
import { sentence } from './verify-account.js';

it('says what the chain shows', () => {
  expect(sentence({ isIntact: true, events: 3, head: 'abc' })).toBe('3 events, the chain is whole, head abc');
  expect(sentence({ isIntact: true, events: 0, head: '' })).toBe('there are no events');
  expect(sentence({ isIntact: false, first: { kind: 'altered', stream: 'account-a', streamRevision: 4 } })).toBe(
    'the chain breaks at event 4, which is altered',
  );
});
