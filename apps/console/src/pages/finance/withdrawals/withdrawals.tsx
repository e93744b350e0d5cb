/** Withdrawals over all accounts, reviewed under four eyes. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay, useSession } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { StatusBadge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import type { Column } from '../../../ui/data-table.js';
import { TimeText } from '../../../ui/time-text.js';
import { AccountLink } from '../account-link.js';
import { Worklist } from '../worklist.js';
import type { WITHDRAWALS } from '../search.js';
import { WITHDRAWAL_DEEDS, type Withdrawal, type WithdrawalDeed, deedsOf } from './deeds.js';
import { WithdrawalDialog } from './withdrawal-dialog.js';

type Status = (typeof WITHDRAWALS)[number];
const STATUSES: Readonly<Record<Status, string>> = {
  requested: 'Waiting for review',
  approved: 'Approved, to be paid out',
  rejected: 'Rejected',
  paid: 'Paid out',
};

const route = getRouteApi('/finance/withdrawals');
type Doing = { readonly withdrawal: Withdrawal; readonly deed: WithdrawalDeed };

export function WithdrawalsView() {
  const api = useApi();
  const { key } = useSession();
  const mayReview = useMay('review withdrawals');
  const { status = 'requested' } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/withdrawals' });
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = usePaged<Withdrawal>({
    key: ['withdrawals', status],
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/withdrawals', { params: { query: { status, limit: 50, ...(cursor && { cursor }) } }, signal }),
      ),
  });
  const columns = useMemo(() => columnsFor(mayReview, key, setDoing), [mayReview, key]);
  return (
    <Worklist
      title="Withdrawals"
      note="Four eyes: the key that requested one can’t approve it. A review takes 3 to 7 business days."
      noun="withdrawal"
      statuses={STATUSES}
      status={status}
      waiting="requested"
      onStatus={(chosen) => void navigate({ search: { status: chosen }, replace: true })}
      list={list}
      columns={columns}
      rowKey={({ accountId, withdrawalId }) => `${accountId} ${withdrawalId}`}
      minWidth="70rem"
    >
      {doing && <WithdrawalDialog {...doing} onClose={() => setDoing(null)} />}
    </Worklist>
  );
}

const columnsFor = (mayReview: boolean, key: string, open: (doing: Doing) => void): readonly Column<Withdrawal>[] => [
  { id: 'account', header: 'Account', cell: ({ accountId }) => <AccountLink accountId={accountId} /> },
  { id: 'amount', header: 'Amount', align: 'end', width: '7rem', cell: ({ amount }) => <AmountText amount={amount} /> },
  { id: 'destination', header: 'To', cell: ({ destination }) => destination },
  { id: 'status', header: 'Status', width: '7rem', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'by', header: 'Requested by', width: '9rem', cell: ({ requestedBy }) => requestedBy },
  { id: 'requested', header: 'Requested', width: '13rem', cell: ({ requestedAt }) => <TimeText at={requestedAt} /> },
  {
    id: 'deeds',
    header: 'Actions',
    align: 'end',
    width: '15rem',
    cell: (withdrawal) => (
      <div className="finance-actions">
        {mayReview &&
          deedsOf(withdrawal, key).map((deed) => (
            <Button
              key={deed}
              small
              aria-label={`${WITHDRAWAL_DEEDS[deed].verb} ${withdrawal.withdrawalId}`}
              onClick={() => open({ withdrawal, deed })}
            >
              {WITHDRAWAL_DEEDS[deed].verb}
            </Button>
          ))}
        {mayReview && withdrawal.status === 'requested' && withdrawal.requestedBy === key && (
          <small className="muted">Yours: another key approves it</small>
        )}
      </div>
    ),
  },
];
