/** Withdrawals over all accounts, reviewed under four eyes. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay, useSession } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { StatusBadge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { Choice } from '../../../ui/field.js';
import { ListFoot } from '../../../ui/list-foot.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { TimeText } from '../../../ui/time-text.js';
import { AccountLink } from '../account-link.js';
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
    <Panel
      title="Withdrawals"
      note="Four eyes: the key that requested one can’t approve it. A review takes 3 to 7 business days."
      flush
    >
      <div className="toolbar finance-toolbar">
        <Choice
          label="Status"
          value={status}
          onChange={(chosen) => void navigate({ search: { status: chosen }, replace: true })}
          options={STATUSES}
        />
      </div>
      <Loaded of={list.query}>
        {() =>
          list.rows.length === 0 ? (
            <Empty title={status === 'requested' ? 'Nothing waits' : 'No withdrawal is like that'} />
          ) : (
            <DataTable
              label="Withdrawals"
              rows={list.rows}
              columns={columns}
              rowKey={({ accountId, withdrawalId }) => `${accountId} ${withdrawalId}`}
              onEnd={list.more}
              minWidth="70rem"
              foot={<ListFoot of={list} noun={list.rows.length === 1 ? 'withdrawal' : 'withdrawals'} />}
            />
          )
        }
      </Loaded>
      {doing && <WithdrawalDialog {...doing} onClose={() => setDoing(null)} />}
    </Panel>
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
