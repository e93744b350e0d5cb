/** How a bucket's row is stored: its amounts, of which every charge moves some, apart from its terms, which hardly ever change. */
import type { Amount } from '#domain/money.js';
import type { Parts } from '#read-models/projection/projection.js';
import { type BucketRow, type Part, partsOf, withParts } from './bucket-row.js';

type Terms = Omit<BucketRow, Part>;
type Amounts = readonly [remaining: Amount, held: Amount, spent: Amount, lapsed: Amount, withdrawn: Amount];

/** The part that charges move. */
export const AMOUNTS = 'amounts';

export const bucketParts: Parts<BucketRow> = {
  names: ['terms', AMOUNTS],
  json: { terms: (row) => JSON.stringify(termsOf(row)), [AMOUNTS]: amountsOf },
  rowOf({ terms, amounts }) {
    const [remaining, held, spent, lapsed, withdrawn] = amounts as Amounts;
    return withParts(terms as Terms, { remaining, held, spent, lapsed, withdrawn });
  },
};

function amountsOf({ remaining, held, spent, lapsed, withdrawn }: BucketRow): string {
  return `["${remaining}","${held}","${spent}","${lapsed}","${withdrawn}"]`;
}

/** In one order, whatever made the row: the same terms are the same text. */
function termsOf(row: BucketRow): Terms {
  const ordered = withParts(row, partsOf(row));
  const { remaining: _, held: __, spent: ___, lapsed: ____, withdrawn: _____, ...terms } = ordered;
  return terms;
}
