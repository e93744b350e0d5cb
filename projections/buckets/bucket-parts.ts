/** How a bucket's row is stored: its amounts, of which every charge moves some, apart from its terms, which hardly ever change. */
import type { Amount } from '#domain/money.js';
import type { Parts } from '#read-models/projection/projection.js';
import { type BucketRow, type Part, partsOf, withParts } from './bucket-row.js';

type Terms = Omit<BucketRow, Part>;
type Amounts = readonly [remaining: Amount, held: Amount, spent: Amount, lapsed: Amount, withdrawn: Amount];

/** What makes terms differ. A new member does not compile before it is here. */
const TERMS = Object.keys({
  bucketId: true,
  kind: true,
  source: true,
  scope: true,
  effectiveAt: true,
  expiresAt: true,
  cycles: true,
  isPending: true,
  revision: true,
  nth: true,
  granted: true,
} satisfies Record<keyof Terms, true>) as readonly (keyof Terms)[];

export const bucketParts: Parts<BucketRow> = {
  names: ['terms', 'amounts'],
  differing: (row, before) =>
    before !== null && TERMS.every((member) => row[member] === before[member])
      ? { amounts: amountsOf(row) }
      : { terms: JSON.stringify(termsOf(row)), amounts: amountsOf(row) },
  rowOf({ terms, amounts }) {
    const [remaining, held, spent, lapsed, withdrawn] = amounts as Amounts;
    return withParts(terms as Terms, { remaining, held, spent, lapsed, withdrawn });
  },
};

const amountsOf = ({ remaining, held, spent, lapsed, withdrawn }: BucketRow): string =>
  `["${remaining}","${held}","${spent}","${lapsed}","${withdrawn}"]`;

/** In one order, whatever made the row: the same terms are the same text. */
function termsOf(row: BucketRow): Terms {
  const ordered = withParts(row, partsOf(row));
  const { remaining: _, held: __, spent: ___, lapsed: ____, withdrawn: _____, ...terms } = ordered;
  return terms;
}
