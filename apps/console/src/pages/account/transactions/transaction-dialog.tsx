/** One transaction: what it was, which buckets paid, and why each of them did or did not. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { StatusBadge } from '../../../ui/badge.js';
import { Copied } from '../../../ui/copied.js';
import { Dialog } from '../../../ui/dialog.js';
import { Loaded } from '../../../ui/loaded.js';
import { TimeText } from '../../../ui/time-text.js';
import { useAccountId } from '../reads.js';
import { ExplanationView } from './explanation.js';
import { InvoiceLink, type Transaction, typeWords } from './transaction-table.js';

type Props = {
  readonly transactionId: string;
  /** Rows that are here already: one of them needs no reading. */
  readonly known: readonly Transaction[];
  readonly onClose: () => void;
};

export function TransactionDialog({ transactionId, known, onClose }: Props) {
  const api = useApi();
  const accountId = useAccountId();
  const row = known.find((each) => each.transactionId === transactionId);
  const transaction = useQuery({
    queryKey: ['account', accountId, 'transaction', transactionId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/v1/accounts/{accountId}/transactions/{transactionId}', {
          params: { path: { accountId, transactionId } },
          signal,
        }),
      ),
    ...(row && { initialData: row }),
  });
  return (
    <Dialog isOpen side title="Transaction" lead={<Copied text={transactionId} label="its id" />} onClose={onClose}>
      <Loaded of={transaction} label="Reading the transaction">
        {(read) => <Details transaction={read} />}
      </Loaded>
    </Dialog>
  );
}

function Details({ transaction }: { readonly transaction: Transaction }) {
  const { description, amount, status, type, service, time, effectiveTime, revision } = transaction;
  const { balanceAfter, invoiceUrl, paymentMethod, approvedBy, resourceId, metadata } = transaction;
  const mayExplain = useMay('explain charges');
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Type', typeWords(type)],
    ['Status', <StatusBadge key="status" status={status} />],
    ['Recorded', <TimeText key="time" at={time} />],
    ['In effect', <TimeText key="effective" at={effectiveTime} />],
    ['Entry', revision.toLocaleString('en-US')],
    ['Balance after', balanceAfter && <AmountText key="after" amount={balanceAfter} />],
    ['Product', service],
    ['Resource', resourceId],
    ['Paid by', paymentMethod?.replaceAll('_', ' ')],
    ['Approved by', approvedBy],
    ['Invoice', invoiceUrl && <InvoiceLink key="invoice" url={invoiceUrl} />],
    ...Object.entries((metadata ?? {}) as Readonly<Record<string, string>>),
  ];
  return (
    <div className="transaction">
      <div className="transaction-amount">
        <AmountText amount={amount} signed decimals={18} />
        <span>{description}</span>
      </div>
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value !== null &&
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {type === 'usage' && status === 'completed' && mayExplain && <ExplanationView transaction={transaction} />}
    </div>
  );
}
