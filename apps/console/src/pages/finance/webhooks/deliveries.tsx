import { useMemo, useState } from 'react';
import type { Schemas } from '#client/client.js';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay, useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { StatusBadge } from '../../../ui/badge.js';
import { Button } from '../../../ui/button.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { ListFoot } from '../../../ui/list-foot.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { RelativeTime, TimeText } from '../../../ui/time-text.js';
import { AccountLink } from '../account-link.js';

type Delivery = Schemas['DeliveryView'];

export function Deliveries({ webhook }: { readonly webhook: string }) {
  const api = useApi();
  const mayResend = useMay('configure webhooks');
  const [again, setAgain] = useState<Delivery | null>(null);
  const list = usePaged<Delivery>({
    key: ['deliveries', webhook],
    isChanging: ({ status }) => status === 'pending',
    page: (cursor, signal) =>
      answerOf(
        api.GET('/v1/webhooks/{id}/deliveries', {
          params: { path: { id: webhook }, query: { limit: 50, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
  const columns = useMemo(() => (mayResend ? [...COLUMNS, againColumn(setAgain)] : COLUMNS), [mayResend]);
  return (
    <Panel title={`Deliveries to ${webhook}`} note="The newest first" flush>
      <Loaded of={list.query}>
        {() =>
          list.rows.length === 0 ? (
            <Empty title="Nothing was sent to it yet" />
          ) : (
            <DataTable
              label={`Deliveries to ${webhook}`}
              rows={list.rows}
              columns={columns}
              rowKey={({ deliveryId }) => deliveryId}
              onEnd={list.more}
              minWidth="66rem"
              foot={<ListFoot of={list} noun={list.rows.length === 1 ? 'delivery' : 'deliveries'} />}
            />
          )
        }
      </Loaded>
      {again && <AgainDialog webhook={webhook} delivery={again} onClose={() => setAgain(null)} />}
    </Panel>
  );
}

type AgainProps = { readonly webhook: string; readonly delivery: Delivery; readonly onClose: () => void };

function AgainDialog({ webhook, delivery: { deliveryId, type, accountId }, onClose }: AgainProps) {
  const { commands } = useSession();
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title="Send it again?"
      says={`${type} of ${accountId} is sent to ${webhook} once more, with the same id: a receiver that has it already knows it.`}
      verb="Send again"
      run={(key) =>
        answerOf(
          commands.POST('/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver', {
            params: { path: { id: webhook, deliveryId }, header: { 'Idempotency-Key': key } },
            body: {},
          }),
        )
      }
    />
  );
}

const COLUMNS: readonly Column<Delivery>[] = [
  { id: 'type', header: 'What', cell: ({ type }) => type },
  { id: 'account', header: 'Account', cell: ({ accountId }) => <AccountLink accountId={accountId} /> },
  { id: 'status', header: 'Status', width: '7rem', cell: ({ status }) => <StatusBadge status={status} /> },
  { id: 'attempts', header: 'Tries', align: 'end', width: '4rem', cell: ({ attempts }) => attempts },
  {
    id: 'last',
    header: 'Last try',
    width: '19rem',
    cell: ({ lastAttemptAt, lastStatus }) =>
      lastAttemptAt !== null && (
        <>
          <TimeText at={lastAttemptAt} /> <span className="muted">{lastStatus ?? 'no answer'}</span>
        </>
      ),
  },
  {
    id: 'next',
    header: 'Next try',
    width: '8rem',
    cell: ({ nextAttemptAt }) => nextAttemptAt !== null && <RelativeTime at={nextAttemptAt} />,
  },
];

const againColumn = (open: (delivery: Delivery) => void): Column<Delivery> => ({
  id: 'again',
  header: 'Actions',
  align: 'end',
  width: '8rem',
  cell: (delivery) => (
    <Button small aria-label={`Send again ${delivery.deliveryId}`} onClick={() => open(delivery)}>
      Send again
    </Button>
  ),
});
