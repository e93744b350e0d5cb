import { expect, it } from '@jest/globals';
import { dataWords } from './data-words.js';

it('reads the facts of a notification as a line, without what the page says already', () => {
  const data = {
    accountId: 'team-1',
    revision: 7,
    overdraft: '3.20',
    graceDeadline: null,
    resources: [{ resourceId: 'vm-1' }],
    stopped: [],
  };
  expect(dataWords(data)).toBe('overdraft 3.20, resources resource id vm-1, stopped none');
});
