/** Where notifications are sent, what came of each, and sending it again; made and changed by an admin. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay } from '../../../session/session.js';
import { Badge } from '../../../ui/badge.js';
import type { Column } from '../../../ui/data-table.js';
import { Catalogue, deedsColumn } from '../catalogue.js';
import { Deliveries } from './deliveries.js';
import { ALL_KINDS, type Webhook } from './kinds.js';
import { RotateDialog, SecretDialog } from './secret.js';
import { WebhookDialog } from './webhook-dialog.js';

const route = getRouteApi('/finance/webhooks');

/** What is being done, and the secret that came of it. */
type Doing =
  | { readonly deed: 'make' }
  | { readonly deed: 'change' | 'rotate'; readonly webhook: Webhook }
  | { readonly deed: 'show'; readonly id: string; readonly secret: string };

export function WebhooksView() {
  const api = useApi();
  const mayConfigure = useMay('configure webhooks');
  const { webhook } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/webhooks' });
  const [doing, setDoing] = useState<Doing | null>(null);
  const webhooks = useQuery({
    queryKey: ['webhooks'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/webhooks', { signal })),
  });
  const columns = useMemo(() => (mayConfigure ? [...COLUMNS, actionsColumn(setDoing)] : COLUMNS), [mayConfigure]);
  return (
    <>
      <Catalogue
        title="Webhooks"
        note="A row opens its deliveries"
        of={webhooks}
        none="There is no webhook"
        make={mayConfigure ? 'New webhook' : null}
        onMake={() => setDoing({ deed: 'make' })}
        rows={webhooks.data?.items ?? []}
        columns={columns}
        rowKey={idOf}
        onOpen={({ id }) => void navigate({ search: { webhook: id } })}
        isOpen={({ id }) => id === webhook}
        minWidth="58rem"
      >
        {doing && <Deed doing={doing} onDoing={setDoing} />}
      </Catalogue>
      {webhook !== undefined && <Deliveries key={webhook} webhook={webhook} />}
    </>
  );
}

const idOf = ({ id }: Webhook): string => id;

type DeedProps = { readonly doing: Doing; readonly onDoing: (doing: Doing | null) => void };

function Deed({ doing, onDoing }: DeedProps) {
  const close = (): void => onDoing(null);
  if (doing.deed === 'show') return <SecretDialog {...doing} onClose={close} />;
  const done = ({ id, secret }: Webhook): void => {
    if (secret !== undefined) onDoing({ deed: 'show', id, secret });
  };
  if (doing.deed === 'rotate') return <RotateDialog webhook={doing.webhook} onClose={close} onDone={done} />;
  return <WebhookDialog known={doing.deed === 'make' ? null : doing.webhook} onClose={close} onDone={done} />;
}

const actionsColumn = (open: (doing: Doing) => void): Column<Webhook> =>
  deedsColumn(idOf, [
    { verb: 'Change', open: (webhook) => open({ deed: 'change', webhook }) },
    { verb: 'New secret', open: (webhook) => open({ deed: 'rotate', webhook }) },
  ]);

const counted = (kinds: number): string => (kinds === 1 ? '1 kind' : `${kinds} kinds`);

const COLUMNS: readonly Column<Webhook>[] = [
  { id: 'id', header: 'Webhook', width: '12rem', cell: ({ id }) => id },
  { id: 'url', header: 'Address', cell: ({ url }) => <code title={url}>{url}</code> },
  {
    id: 'state',
    header: 'State',
    width: '7rem',
    cell: ({ enabled }) => <Badge tone={enabled ? 'good' : 'neutral'}>{enabled ? 'enabled' : 'disabled'}</Badge>,
  },
  {
    id: 'types',
    header: 'Notified of',
    align: 'end',
    width: '8rem',
    cell: ({ types }) => (
      <span title={types.join(', ')}>{types.length === ALL_KINDS.length ? 'all kinds' : counted(types.length)}</span>
    ),
  },
];
