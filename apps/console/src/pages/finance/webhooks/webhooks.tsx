/** Where notifications are sent, what came of each, and sending it again. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { Badge } from '../../../ui/badge.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { Deliveries } from './deliveries.js';

type Webhook = Schemas['WebhookAnswer'];
const route = getRouteApi('/finance/webhooks');

const COLUMNS: readonly Column<Webhook>[] = [
  { id: 'id', header: 'Webhook', width: '12rem', cell: ({ id }) => id },
  { id: 'url', header: 'Address', cell: ({ url }) => <code>{url}</code> },
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    cell: ({ enabled }) => <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? 'enabled' : 'disabled'}</Badge>,
  },
  { id: 'types', header: 'Kinds of notifications', align: 'end', width: '12rem', cell: ({ types }) => types.length },
];

export function WebhooksView() {
  const api = useApi();
  const { webhook } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/webhooks' });
  const webhooks = useQuery({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/webhooks', { signal })),
  });
  return (
    <>
      <Panel title="Webhooks" note="A row opens its deliveries" flush>
        <Loaded of={webhooks}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="There is no webhook">An admin makes one with PUT /v1/webhooks/{'{id}'}.</Empty>
            ) : (
              <DataTable
                label="Webhooks"
                rows={items}
                columns={COLUMNS}
                rowKey={({ id }) => id}
                onOpen={({ id }) => void navigate({ search: { webhook: id } })}
                isOpen={({ id }) => id === webhook}
                minWidth="44rem"
              />
            )
          }
        </Loaded>
      </Panel>
      {webhook !== undefined && <Deliveries key={webhook} webhook={webhook} />}
    </>
  );
}
