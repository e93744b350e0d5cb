/**
 * What is stored has a version, and the version has a shape, which is kept beside this file. Where a shape changes, raise the
 * version first, so that rows are built anew and snapshots made anew; then `npm run jest -- projections/shapes -u` keeps
 * the new shape.
 */
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { DUE_KINDS } from '#domain/account/due.js';
import type { Projection } from '#read-models/projection/projection.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { projectedPromoCode } from '#read-models/projector/aggregates.js';
import { projected, projectedFrom } from '#read-models/testing/projected.js';
import { shapeOf } from '#read-models/testing/shape.js';
import { projections } from './index.js';
import { promoCodes } from './promo-codes/promo-codes.projection.js';
import { redeemedCode } from './promo-codes/testing/redeemed-code.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

const ofAccounts = projections.filter(({ of }) => of === 'account');
const histories = fc.sample(arbitraryLedger, { numRuns: 300, seed: 20_261_130 });

describe('the shape of what is stored', () => {
  it.each(ofAccounts.map((projection) => [projection.name, projection as Projection] as const))(
    'is that of the version of %s',
    (name, projection) => {
      const { version, columns = [], indexes = {} } = projection;
      const all = histories.map(({ packed }) => projected(projection, packed));
      const rows = shapeOf(all.map((each) => Object.fromEntries(each.rows)));
      const lines = shapeOf(all.map((each) => each.lines));
      expect({ rows, lines, columns, indexes: Object.keys(indexes) }).toMatchSnapshot(`${name}, version ${version}`);
    },
  );

  it('is that of the version of promo-codes', () => {
    const { version, indexes = {} } = promoCodes;
    const rows = shapeOf([Object.fromEntries(projectedFrom(projectedPromoCode, promoCodes, redeemedCode).rows)]);
    expect({ rows, indexes: Object.keys(indexes) }).toMatchSnapshot(`promo-codes, version ${version}`);
  });

  it('has places in the index of what is due for these kinds, in this version of balance', () => {
    const version = projections.find(({ name }) => name === 'balance')?.version;
    expect(DUE_KINDS).toMatchSnapshot(`due, version ${version}`);
  });
});
