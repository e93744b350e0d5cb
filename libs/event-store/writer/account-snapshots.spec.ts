import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { shapeOf } from '../testing/type-shape.js';
import { ACCOUNT_SCHEMA_VERSION } from './account-writer.js';

const account = path.resolve('libs/domain/account/state.ts');
const snapshotShape = path.resolve(`libs/event-store/writer/account-snapshots.v${ACCOUNT_SCHEMA_VERSION}.txt`);

it('an account has the shape that its snapshots of this version have; another shape is another version', () => {
  expect(`${shapeOf(account, 'Account').join('\n')}\n`).toBe(readFileSync(snapshotShape, 'utf8'));
});
