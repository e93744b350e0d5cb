import type { Schemas } from '#client/client.js';
import type { Paged } from '../../../api/pages.js';
import { AmountText } from '../../../ui/amount-text.js';
import { StatusBadge } from '../../../ui/badge.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { ListFoot } from '../../../ui/list-foot.js';
import { TimeText } from '../../../ui/time-text.js';

export type Transaction = Schemas['TransactionView'];

const TYPE_WORDS: Readonly<Partial<Record<Transaction['type'], string>>> = { auto_recharge: 'auto-recharge' };
export const typeWords = (type: Transaction['type']): string => TYPE_WORDS[type] ?? type;

export const COLUMNS: readonly Column<Transaction>[] = [
  { id: 'time', header: 'Recorded', width: '14.5rem', cell: ({ time }) => <TimeText at={time} /> },
  { id: 'type', header: 'Type', width: '7.5rem', cell: ({ type }) => typeWords(type) },
  {
    id: 'description',
    header: 'Description',
    cell: ({ description, service }) => (
      <span title={description}>
        {description} {service !== null && <span className="muted">· {service}</span>}
      </span>
    ),
  },
  { id: 'status', header: 'Status', width: '9rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'end',
    width: '10rem',
    cell: ({ amount }) => <AmountText amount={amount} signed />,
  },
  {
    id: 'balance',
    header: 'Balance after',
    align: 'end',
    width: '10rem',
    cell: ({ balanceAfter }) =>
      balanceAfter === null ? <span className="muted">–</span> : <AmountText amount={balanceAfter} />,
  },
  {
    id: 'invoice',
    header: 'Invoice',
    width: '5.5rem',
    cell: ({ invoiceUrl }) => invoiceUrl !== null && <InvoiceLink url={invoiceUrl} />,
  },
];

/** Clients send these addresses: only those of the web are made links. */
export const InvoiceLink = ({ url }: { readonly url: string }) =>
  /^https?:\/\//i.test(url) ? (
    <a href={url} target="_blank" rel="noreferrer noopener" onClick={(event) => event.stopPropagation()}>
      Invoice
    </a>
  ) : (
    <span>{url}</span>
  );

/** What runs has no transaction yet, and several may: their place in the list tells them apart. */
export const keyOf = ({ transactionId, resourceId, revision, status }: Transaction): string =>
  transactionId ?? `${status}:${resourceId}:${revision}`;

type Props = {
  readonly transactions: Paged<Transaction>;
  readonly open: string | undefined;
  readonly show: (transactionId: string) => void;
};

export const TransactionTable = ({ transactions, open, show }: Props) => (
  <DataTable
    label="Transactions"
    rows={transactions.rows}
    columns={COLUMNS}
    rowKey={keyOf}
    onOpen={({ transactionId }) => transactionId !== null && show(transactionId)}
    isOpen={({ transactionId }) => transactionId !== null && transactionId === open}
    rowClass={({ status }) => (status === 'accumulating' ? 'row-running' : undefined)}
    height="max(24rem, calc(100dvh - 12rem))"
    onEnd={transactions.more}
    minWidth="72rem"
    foot={<ListFoot of={transactions} noun={transactions.rows.length === 1 ? 'transaction' : 'transactions'} />}
  />
);
