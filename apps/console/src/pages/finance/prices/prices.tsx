/** What models cost now; and one model's prices over time, those to come included. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { Badge } from '../../../ui/badge.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { Dialog } from '../../../ui/dialog.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { TimeText } from '../../../ui/time-text.js';
import { perMillion } from './per-million.js';

type Model = Schemas['ModelAnswer'];
type Dated = Schemas['PriceHistoryAnswer']['items'][number];

const route = getRouteApi('/finance/prices');

const Price = ({ price }: { readonly price: string | undefined }) =>
  price === undefined ? (
    <span className="muted">as input</span>
  ) : (
    <span title={`${price} a token`}>{perMillion(price)}</span>
  );

const priceColumns: readonly Column<Model>[] = [
  {
    id: 'input',
    header: 'Input',
    align: 'end',
    width: '7rem',
    cell: (model) => <Price price={model.input_token_price} />,
  },
  {
    id: 'cached',
    header: 'Cached',
    align: 'end',
    width: '7rem',
    cell: (model) => <Price price={model.cached_input_token_price} />,
  },
  {
    id: 'output',
    header: 'Output',
    align: 'end',
    width: '7rem',
    cell: (model) => <Price price={model.output_token_price} />,
  },
  {
    id: 'more',
    header: 'Also',
    cell: ({ unit_prices = {}, tiers = [] }) =>
      [
        ...Object.entries(unit_prices as Readonly<Record<string, string>>).map(
          ([unit, price]) => `${price} a ${unit.replace('_', ' ')}`,
        ),
        ...tiers.map(({ above_prompt_tokens: above }) => `other prices above ${above.toLocaleString('en-US')} tokens`),
      ].join(', '),
  },
];

const COLUMNS: readonly Column<Model>[] = [
  { id: 'model', header: 'Model', cell: ({ id }) => id },
  ...priceColumns,
  { id: 'since', header: 'Since', width: '11rem', cell: ({ effectiveFrom }) => <TimeText at={effectiveFrom} /> },
];

const HISTORY: readonly Column<Dated>[] = [
  {
    id: 'from',
    header: 'From',
    width: '12rem',
    cell: ({ prices }) => <TimeText at={prices.effectiveFrom} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '6rem',
    cell: ({ isInForce }) => isInForce && <Badge tone="good">in force</Badge>,
  },
  ...priceColumns.map(({ cell, ...column }): Column<Dated> => ({ ...column, cell: ({ prices }) => cell(prices) })),
];

export function PricesView() {
  const api = useApi();
  const { model } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/prices' });
  const models = useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/models', { signal })),
  });
  return (
    <Panel title="Prices in force" note="Credits per million tokens; a row opens its history" flush>
      <Loaded of={models}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No model has a price" />
          ) : (
            <DataTable
              label="Prices in force"
              rows={items}
              columns={COLUMNS}
              rowKey={({ id }) => id}
              onOpen={({ id }) => void navigate({ search: { model: id } })}
              isOpen={({ id }) => id === model}
              height="calc(100dvh - 18rem)"
              minWidth="62rem"
            />
          )
        }
      </Loaded>
      {model !== undefined && <History model={model} onClose={() => void navigate({ search: {} })} />}
    </Panel>
  );
}

function History({ model, onClose }: { readonly model: string; readonly onClose: () => void }) {
  const api = useApi();
  const history = useQuery({
    queryKey: ['prices', model],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/models/{id}/prices', { params: { path: { id: model } }, signal })),
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={model}
      lead="Credits per million tokens, the latest first. Usage is priced by what is in force when it happens; what was charged never changes."
      side
    >
      <Loaded of={history}>
        {({ items }) => (
          <DataTable
            label={`Prices of ${model}`}
            rows={items}
            columns={HISTORY}
            rowKey={({ prices }) => `${prices.effectiveFrom} ${items.findIndex((each) => each.prices === prices)}`}
            minWidth="60rem"
          />
        )}
      </Loaded>
    </Dialog>
  );
}
