/** What models cost now; one model's prices over time, those to come included; and new prices. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay } from '../../../session/session.js';
import type { Column } from '../../../ui/data-table.js';
import { TimeText } from '../../../ui/time-text.js';
import { Catalogue, changeColumn } from '../catalogue.js';
import { type Model, priceColumns } from './columns.js';
import { PriceDialog } from './price-dialog.js';
import { PriceHistory } from './price-history.js';

const route = getRouteApi('/finance/prices');

export function PricesView() {
  const api = useApi();
  const mayPrice = useMay('price models');
  const { model } = route.useSearch();
  const navigate = useNavigate({ from: '/finance/prices' });
  const [priced, setPriced] = useState<Model | 'new' | null>(null);
  const models = useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/models', { signal })),
  });
  const columns = useMemo(() => (mayPrice ? [...COLUMNS, changeColumn(idOf, setPriced)] : COLUMNS), [mayPrice]);
  return (
    <Catalogue
      title="Prices in force"
      note="Credits per million tokens; a row opens its history"
      of={models}
      none="No model has a price"
      make={mayPrice ? 'Price a model' : null}
      onMake={() => setPriced('new')}
      rows={models.data?.items ?? []}
      columns={columns}
      rowKey={idOf}
      onOpen={({ id }) => void navigate({ search: { model: id } })}
      isOpen={({ id }) => id === model}
      height="calc(100dvh - 18rem)"
      minWidth="70rem"
    >
      {model !== undefined && <PriceHistory model={model} onClose={() => void navigate({ search: {} })} />}
      {priced && <PriceDialog known={priced === 'new' ? null : priced} onClose={() => setPriced(null)} />}
    </Catalogue>
  );
}

const idOf = ({ id }: Model): string => id;

const COLUMNS: readonly Column<Model>[] = [
  { id: 'model', header: 'Model', cell: ({ id }) => id },
  ...priceColumns,
  { id: 'since', header: 'Since', width: '13rem', cell: ({ effectiveFrom }) => <TimeText at={effectiveFrom} /> },
];
