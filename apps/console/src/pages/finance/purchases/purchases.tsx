/** Purchases over all accounts: those that wait for somebody first. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { type Role, may } from '../../../session/roles.js';
import { useApi, useSession } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { StatusBadge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import type { Column } from '../../../ui/data-table.js';
import { TimeText } from '../../../ui/time-text.js';
import { AccountLink } from '../account-link.js';
import { Worklist } from '../worklist.js';
import type { PURCHASES } from '../search.js';
import { PURCHASE_DEEDS, type Purchase, type PurchaseDeed, deedsOf } from './deeds.js';
import { PurchaseDialog } from './purchase-dialog.js';

type Status = (typeof PURCHASES)[number];
const STATUSES: Readonly<Record<Status, string>> = {
  pending: 'Waiting: for payment or approval',
  approved: 'Approved, not paid yet',
  completed: 'Completed',
  failed: 'Failed',
  rejected: 'Rejected',
  reversed: 'Reversed',
};

const route = getRouteApi('/finance/');
type Doing = { readonly purchase: Purchase; readonly deed: PurchaseDeed };

export function PurchasesView() {
  const api = useApi();
  const { role } = useSession();
  const { status = 'pending' } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/' });
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = usePaged<Purchase>({
    key: ['purchases', status],
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/purchases', { params: { query: { status, limit: 50, ...(cursor && { cursor }) } }, signal }),
      ),
  });
  const columns = useMemo(() => columnsFor(role, setDoing), [role]);
  return (
    <Worklist
      title="Purchases"
      note="Over all accounts, the newest first"
      noun="purchase"
      statuses={STATUSES}
      status={status}
      waiting="pending"
      onStatus={(chosen) => void navigate({ search: { status: chosen }, replace: true })}
      list={list}
      columns={columns}
      rowKey={({ accountId, purchaseId }) => `${accountId} ${purchaseId}`}
      minWidth="72rem"
    >
      {doing && <PurchaseDialog {...doing} onClose={() => setDoing(null)} />}
    </Worklist>
  );
}

const columnsFor = (role: Role, open: (doing: Doing) => void): readonly Column<Purchase>[] => [
  { id: 'account', header: 'Account', cell: ({ accountId }) => <AccountLink accountId={accountId} /> },
  {
    id: 'credits',
    header: 'Credits',
    align: 'end',
    width: '7rem',
    cell: ({ credits }) => <AmountText amount={credits} />,
  },
  {
    id: 'total',
    header: 'Total to pay',
    align: 'end',
    width: '7rem',
    cell: ({ total }) => <AmountText amount={total} />,
  },
  { id: 'method', header: 'Paid by', width: '8rem', cell: ({ paymentMethod }) => paymentMethod.replace('_', ' ') },
  { id: 'status', header: 'Status', width: '7rem', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'opened', header: 'Opened', width: '13rem', cell: ({ openedAt }) => <TimeText at={openedAt} /> },
  {
    id: 'deeds',
    header: 'Actions',
    align: 'end',
    width: '17.5rem',
    cell: (purchase) => (
      <div className="finance-actions">
        {deedsOf(purchase)
          .filter((deed) => may(role, PURCHASE_DEEDS[deed].needs))
          .map((deed) => (
            <Button
              key={deed}
              small
              aria-label={`${PURCHASE_DEEDS[deed].verb} ${purchase.purchaseId}`}
              onClick={() => open({ purchase, deed })}
            >
              {PURCHASE_DEEDS[deed].verb}
            </Button>
          ))}
      </div>
    ),
  },
];
