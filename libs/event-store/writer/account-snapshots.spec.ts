import { hash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { completeAccount, shapeOf } from '#domain/testing/complete-account.js';
import { SCHEMA_VERSION } from './account-writer.js';

/** Where this fails, the account has another shape: raise `SCHEMA_VERSION`, and put the new fingerprint beside it here. */
it('a snapshot has the schema version that its shape was given', () => {
  const fingerprint = hash('sha256', shapeOf(completeAccount).join('\n'), 'hex').slice(0, 16);
  expect({ schemaVersion: SCHEMA_VERSION, fingerprint }).toEqual({ schemaVersion: 3, fingerprint: '2e19613776bbb314' });
});
