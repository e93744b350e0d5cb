import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { ReadYourWrites } from './read-your-writes.js';

it('remembers the highest revision that was answered', () => {
  const answered = new ReadYourWrites();
  answered.remember('a', 7);
  answered.remember('a', 3);
  expect([answered.of('a'), answered.of('b')]).toEqual([7, 0]);
});

it('forgets the accounts that were answered longest ago', () => {
  const answered = new ReadYourWrites();
  answered.remember('old', 1);
  answered.remember('kept', 1);
  for (let nth = 0; nth < 49_999; nth++) answered.remember(`a${nth}`, 1);
  expect([answered.of('old'), answered.of('kept')]).toEqual([0, 1]);
});
