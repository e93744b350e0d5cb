/** Promotional credits of an account: given, and taken back as long as any are left. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { isPositive } from '../../../format/decimals.js';
import { useApi, useMay } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Button } from '../../../ui/button.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { Field, TextInput } from '../../../ui/field.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { TimeText } from '../../../ui/time-text.js';
import { AccountLink } from '../account-link.js';
import { GrantDialog } from './grant-dialog.js';
import { VoidDialog } from './void-dialog.js';

type Bucket = Schemas['BucketView'];
const route = getRouteApi('/finance/grants');

export function GrantsView() {
  const { accountId } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/grants' });
  const [wanted, setWanted] = useState(accountId ?? '');
  const look = (event: FormEvent): void => {
    event.preventDefault();
    const known = wanted.trim();
    void navigate({ search: known === '' ? {} : { accountId: known } });
  };
  return (
    <>
      <Panel title="Whose credits">
        <form className="toolbar" onSubmit={look}>
          <Field label="Account id">
            <TextInput value={wanted} onChange={setWanted} autoComplete="off" />
          </Field>
          <Button type="submit">Show</Button>
        </form>
      </Panel>
      {accountId !== undefined && <Grants key={accountId} accountId={accountId} />}
    </>
  );
}

function Grants({ accountId }: { readonly accountId: string }) {
  const api = useApi();
  const mayGrant = useMay('grant credits');
  const mayVoid = useMay('void grants');
  const [isGranting, setIsGranting] = useState(false);
  const [voided, setVoided] = useState<Bucket | null>(null);
  const buckets = useQuery({
    queryKey: ['buckets', accountId],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/accounts/{accountId}/buckets', { params: { path: { accountId } }, signal })),
  });
  const columns = mayVoid ? [...COLUMNS, voidColumn(setVoided)] : COLUMNS;
  return (
    <Panel
      title="Promotional credits"
      note={<AccountLink accountId={accountId} />}
      actions={
        mayGrant && (
          <Button small tone="primary" onClick={() => setIsGranting(true)}>
            Grant credits
          </Button>
        )
      }
      flush
    >
      <Loaded of={buckets}>
        {({ items }) => {
          const promos = items.filter(({ kind }) => kind === 'promo').toReversed();
          if (promos.length === 0) return <Empty title="It never had any" />;
          return (
            <DataTable
              label="Promotional credits"
              rows={promos}
              columns={columns}
              rowKey={({ bucketId }) => bucketId}
              minWidth="52rem"
            />
          );
        }}
      </Loaded>
      {isGranting && <GrantDialog accountId={accountId} onClose={() => setIsGranting(false)} />}
      {voided && <VoidDialog accountId={accountId} bucket={voided} onClose={() => setVoided(null)} />}
    </Panel>
  );
}

const COLUMNS: readonly Column<Bucket>[] = [
  { id: 'bucket', header: 'Bucket', cell: ({ bucketId }) => <code>{bucketId}</code> },
  { id: 'source', header: 'Source', width: '8rem', cell: ({ source }) => source.replace('_', ' ') },
  {
    id: 'granted',
    header: 'Granted',
    align: 'end',
    width: '7rem',
    cell: ({ granted }) => <AmountText amount={granted} />,
  },
  {
    id: 'left',
    header: 'Left',
    align: 'end',
    width: '7rem',
    cell: ({ remaining }) => <AmountText amount={remaining} />,
  },
  {
    id: 'expires',
    header: 'Expires',
    width: '11rem',
    cell: ({ expiresAt }) => (expiresAt === null ? 'never' : <TimeText at={expiresAt} />),
  },
];

const voidColumn = (open: (bucket: Bucket) => void): Column<Bucket> => ({
  id: 'deeds',
  header: 'Actions',
  align: 'end',
  width: '6rem',
  cell: (bucket) =>
    isPositive(bucket.remaining) && (
      <Button small aria-label={`Void ${bucket.bucketId}`} onClick={() => open(bucket)}>
        Void
      </Button>
    ),
});
