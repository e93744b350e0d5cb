import type { Schemas } from '#client/client.js';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import type { Column } from '../../../ui/data-table.js';
import { TimeText } from '../../../ui/time-text.js';
import { useAccountId } from '../reads.js';
import { AccountList } from './account-list.js';
import { dataWords } from './data-words.js';

type Notification = Schemas['NotificationView'];

const COLUMNS: readonly Column<Notification>[] = [
  { id: 'time', header: 'Time', width: '14.5rem', cell: ({ time }) => <TimeText at={time} /> },
  { id: 'type', header: 'Type', width: '17rem', cell: ({ type }) => <code>{type}</code> },
  {
    id: 'data',
    header: 'What happened',
    cell: ({ data }) => {
      const words = dataWords(data);
      return <span title={words}>{words}</span>;
    },
  },
  {
    id: 'revision',
    header: 'Entry',
    align: 'end',
    width: '7rem',
    cell: ({ revision }) => revision.toLocaleString('en-US'),
  },
];

export function NotificationsView() {
  const api = useApi();
  const accountId = useAccountId();
  const list = usePaged<Notification>({
    key: ['account', accountId, 'notifications'],
    page: (cursor, signal) =>
      answerOf(api.GET('/v1/notifications', { params: { query: { accountId, ...(cursor && { cursor }) } }, signal })),
  });
  return (
    <AccountList
      title="Notifications"
      note="what the owner and the orchestrator were notified of, newest first"
      noun="notifications"
      list={list}
      columns={COLUMNS}
      rowKey={({ notificationId }) => notificationId}
      minWidth="56rem"
      none="Nothing has happened that anybody is notified of"
    />
  );
}
