/**
 * One table (RFC 4180): what each place holds at the opening, each movement, what each place holds at the closing. Of any place,
 * the amounts of opening and movements sum to that of the closing.
 */
import { freeText, quoted } from '#from-log/csv.js';
import type { StatementBalance, StatementPart } from './statement-view.js';
import type { Statement } from './statement.js';

const COLUMNS = [
  'section',
  'revision',
  'time',
  'effectiveTime',
  'type',
  'description',
  'service',
  'bucketId',
  'kind',
  'part',
  'amount',
] as const;

type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], string>>>;

const line = (row: Row): string => `${COLUMNS.map((column) => quoted(row[column] ?? '')).join(',')}\r\n`;

export async function* csvOf({ head, items, closing, kindOf }: Statement): AsyncGenerator<string, void, void> {
  const placed = ({ bucketId, part, amount }: StatementPart): Row =>
    bucketId === null ? { part, amount } : { bucketId, kind: kindOf(bucketId), part, amount };
  yield `${COLUMNS.join(',')}\r\n`;
  for (const part of placesOf(head.opening)) yield line({ section: 'opening', time: head.from, ...placed(part) });
  for await (const { revision, time, effectiveTime, type, description, service, movements } of items) {
    const of: Row = {
      section: 'movement',
      revision: `${revision}`,
      time,
      effectiveTime,
      type,
      description: freeText(description),
      service: freeText(service ?? ''),
    };
    yield movements.map((part) => line({ ...of, ...placed(part) })).join('');
  }
  for (const part of placesOf(closing)) {
    yield line({ section: 'closing', revision: `${head.revision}`, time: head.to, ...placed(part) });
  }
}

/** All that a balance names, zeros included where the bucket or the account has something. */
export function* placesOf({ buckets, overdraft, withdrawals }: StatementBalance): Generator<StatementPart, void, void> {
  for (const { bucketId, remaining, held, pending } of buckets) {
    yield { bucketId, part: 'remaining', amount: remaining };
    yield { bucketId, part: 'held', amount: held };
    yield { bucketId, part: 'pending', amount: pending };
  }
  yield { bucketId: null, part: 'overdraft', amount: overdraft };
  yield { bucketId: null, part: 'withdrawals', amount: withdrawals };
}
