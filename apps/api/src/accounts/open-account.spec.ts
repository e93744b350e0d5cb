import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { TAG_PATTERN } from '#domain/account/ids.js';
import { tagOf } from './open-account.js';

it('tags an account the same for ever', () => {
  expect(tagOf('team-1')).toBe('357ar03yzivi');
  for (let nth = 0; nth < 100; nth++) expect(tagOf(`a${nth}`)).toMatch(TAG_PATTERN);
  expect(tagOf('team-2')).not.toBe(tagOf('team-1'));
});
