/** What moved in a month, all customers together. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { answerOf } from '../../api/refusal.js';
import type { Schemas } from '#client/client.js';
import { useNow } from '../../session/now.js';
import { useApi } from '../../session/session.js';
import { ExactAmount } from './exact-amount.js';
import { Banner } from '../../ui/banner.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Field, TextInput } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';
import { Tile, Tiles } from '../../ui/tile.js';

type Turnover = Schemas['Turnover'];
const route = getRouteApi('/audit/report');

const amount = (id: 'opening' | 'reached' | 'left' | 'closing', header: string): Column<Turnover> => ({
  id,
  header,
  align: 'end',
  width: '13rem',
  cell: (turnover) => <ExactAmount amount={turnover[id]} />,
});

const COLUMNS: readonly Column<Turnover>[] = [
  { id: 'account', header: 'Ledger account', cell: ({ account }) => <code>{account}</code> },
  amount('opening', 'Before'),
  amount('reached', 'Reached it'),
  amount('left', 'Left it'),
  amount('closing', 'After'),
];

type UsageOfKind = Schemas['UsageOfKindView'];

const USAGE: readonly Column<UsageOfKind>[] = [
  { id: 'product', header: 'Product', cell: ({ product }) => product },
  { id: 'kind', header: 'Paid by', cell: ({ kind }) => (kind === 'debt' ? 'no bucket: debt' : kind) },
  {
    id: 'charged',
    header: 'Charged',
    align: 'end',
    width: '13rem',
    cell: ({ charged }) => <ExactAmount amount={charged} />,
  },
  {
    id: 'refunded',
    header: 'Refunded',
    align: 'end',
    width: '13rem',
    cell: ({ refunded }) => <ExactAmount amount={refunded} />,
  },
];

export function ReportView() {
  const api = useApi();
  const { month: said } = route.useSearch();
  const thisMonth = new Date(useNow()).toISOString().slice(0, 7);
  const month = said ?? thisMonth;
  const navigate = useNavigate({ from: '/audit/report' });
  const report = useQuery({
    queryKey: ['report', month],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/audit/report', { params: { query: { month } }, signal })),
    refetchOnWindowFocus: false,
  });
  return (
    <Panel title="Report of a month" note="It ties to the trial balance at both ends, to the last digit" flush>
      <div className="toolbar audit-toolbar">
        <Field label="Month (UTC)">
          <TextInput
            type="month"
            value={month}
            onChange={(chosen) => void navigate({ search: chosen === '' ? {} : { month: chosen }, replace: true })}
          />
        </Field>
      </div>
      <Loaded of={report} label="Reading the log">
        {({ items, usage, final, liabilityBefore, liabilityAfter, owedBefore, owedAfter }) => (
          <>
            {!final && (
              <Banner tone="wait" title="The month is not over">
                What is shown will change.
              </Banner>
            )}
            <Tiles label="What customers have and owe">
              <Tile label="Customers had">
                <ExactAmount amount={liabilityBefore} />
              </Tile>
              <Tile label="Customers have" note="what is owed to them">
                <ExactAmount amount={liabilityAfter} />
              </Tile>
              <Tile label="Customers owed">
                <ExactAmount amount={owedBefore} />
              </Tile>
              <Tile label="Customers owe" note="debt, below zero">
                <ExactAmount amount={owedAfter} />
              </Tile>
            </Tiles>
            {items.length === 0 ? (
              <Empty title="Nothing stood or moved" />
            ) : (
              <DataTable
                label={`Report of ${month}`}
                rows={items}
                columns={COLUMNS}
                rowKey={({ account }) => account}
                minWidth="68rem"
              />
            )}
            {usage.length > 0 && (
              <DataTable
                label={`Usage of ${month} by what paid for it`}
                rows={usage}
                columns={USAGE}
                rowKey={({ product, kind }) => `${kind} ${product}`}
                minWidth="44rem"
              />
            )}
          </>
        )}
      </Loaded>
    </Panel>
  );
}
