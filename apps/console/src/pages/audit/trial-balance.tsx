/** What stands in every ledger account at a moment; and the journal up to it. */
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import { ExactAmount } from './exact-amount.js';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Field, TextInput } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { Tile, Tiles } from '../../ui/tile.js';
import { TimeText } from '../../ui/time-text.js';
import { save } from './download.js';
import { SaveButton } from './save-button.js';

type Item = { readonly account: string; readonly balance: string };

const route = getRouteApi('/audit/');
const COLUMNS: readonly Column<Item>[] = [
  { id: 'account', header: 'Ledger account', cell: ({ account }) => <code>{account}</code> },
  {
    id: 'balance',
    header: 'Balance',
    align: 'end',
    width: '14rem',
    cell: ({ balance }) => <ExactAmount amount={balance} />,
  },
];

export function TrialBalanceView() {
  const api = useApi();
  const { asOf } = route.useSearch();
  const at = asOf === undefined ? {} : { asOf };
  const pages = useInfiniteQuery({
    queryKey: ['trial balance', asOf],
    queryFn: ({ signal, pageParam }) =>
      answerOf(
        api.GET('/v1/audit/trial-balance', {
          // A cursor names the cut of its first page.
          params: { query: pageParam === undefined ? at : { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchOnWindowFocus: false,
  });
  const journal = () =>
    save(
      api.GET('/v1/audit/journal', { params: { query: { format: 'hledger', ...at } }, parseAs: 'blob' }),
      `drawdown ${asOf ?? 'now'}.journal`,
    );
  return (
    <Panel
      title="Trial balance"
      note="What was recorded by then; positive is what the customer has, negative what was given out"
      actions={<SaveButton label="Save the journal (hledger)" save={journal} />}
      flush
    >
      <MomentForm key={asOf} asOf={asOf} />
      <Loaded of={pages} label="Reading the log">
        {({ pages: [first, ...others] }) =>
          first === undefined ? null : (
            <>
              <Tiles label="Trial balance">
                <Tile label="As of">{first.asOf === null ? 'a position' : <TimeText at={first.asOf} />}</Tile>
                <Tile label="All accounts together" note="always zero" tone={first.sum === '0.00' ? 'neutral' : 'bad'}>
                  <ExactAmount amount={first.sum} />
                </Tile>
                <Tile label="Position in the log">{first.position ?? 'empty'}</Tile>
                <Tile label="State" note={first.final ? 'the same for ever' : 'more may be recorded for this moment'}>
                  <Badge tone={first.final ? 'good' : 'wait'}>{first.final ? 'final' : 'not final'}</Badge>
                </Tile>
              </Tiles>
              <DataTable
                label="Ledger accounts"
                rows={[first, ...others].flatMap(({ items }) => items)}
                columns={COLUMNS}
                rowKey={({ account }) => account}
                height="calc(100dvh - 24rem)"
                onEnd={() => {
                  if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
                }}
                minWidth="30rem"
              />
            </>
          )
        }
      </Loaded>
    </Panel>
  );
}

function MomentForm({ asOf }: { readonly asOf: string | undefined }) {
  const navigate = useNavigate({ from: '/audit/' });
  const [moment, setMoment] = useState(asOf ?? '');
  const isMoment = moment.trim() === '' || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(moment.trim());
  const look = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = moment.trim();
    if (isMoment) void navigate({ search: wanted === '' ? {} : { asOf: wanted } });
  };
  return (
    <form className="toolbar audit-toolbar" onSubmit={look}>
      <Field label="As of (UTC; now, if empty)" error={isMoment ? null : 'A time such as 2026-11-30T23:59:59.999Z'}>
        <TextInput value={moment} onChange={setMoment} placeholder="2026-11-30T23:59:59.999Z" autoComplete="off" />
      </Field>
      <Button type="submit">Show</Button>
    </form>
  );
}
