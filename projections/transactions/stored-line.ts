/** How a settled line is stored: the values of its members without their names, in this order. */
import { jsonList, jsonText } from '../json-text.js';
import type { Split, Transaction } from './transaction.js';

export const COLUMNS: readonly (keyof Transaction)[] = [
  'revision',
  'transactionId',
  'time',
  'effectiveTime',
  'type',
  'status',
  'description',
  'service',
  'amount',
  'balanceAfter',
  'allocation',
  'resourceId',
  'metadata',
  'overdraft',
  'invoiceUrl',
  'paymentMethod',
  'approvedBy',
];

/** One for every charge: in several steps, as V8 joins texts as it goes. */
export function lineJson(line: Transaction): string {
  const place = `${line.revision},${jsonText(line.transactionId)},"${line.time}","${line.effectiveTime}"`;
  const what = `"${line.type}","${line.status}",${jsonText(line.description)},${jsonText(line.service)}`;
  const amounts = `"${line.amount}",${jsonText(line.balanceAfter)},${jsonList(line.allocation.map(splitJson))}`;
  const metadata = line.metadata === null ? 'null' : JSON.stringify(line.metadata);
  const about = `${jsonText(line.resourceId)},${metadata},${jsonText(line.overdraft)}`;
  const payment = `${jsonText(line.invoiceUrl)},${jsonText(line.paymentMethod)},${jsonText(line.approvedBy)}`;
  return `[${place},${what},${amounts},${about},${payment}]`;
}

const splitJson = ({ bucketId, kind, amount }: Split): string =>
  `{"bucketId":${jsonText(bucketId)},"kind":"${kind}","amount":"${amount}"}`;
