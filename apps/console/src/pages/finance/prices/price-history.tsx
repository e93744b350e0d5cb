import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi } from '../../../session/session.js';
import { Badge } from '../../../ui/badge.js';
import { type Column, DataTable } from '../../../ui/data-table.js';
import { Dialog } from '../../../ui/dialog.js';
import { Loaded } from '../../../ui/loaded.js';
import { TimeText } from '../../../ui/time-text.js';
import { priceColumns } from './columns.js';

type Dated = Schemas['PriceHistoryAnswer']['items'][number];

const HISTORY: readonly Column<Dated>[] = [
  { id: 'from', header: 'From', width: '12rem', cell: ({ prices }) => <TimeText at={prices.effectiveFrom} /> },
  {
    id: 'state',
    header: 'State',
    width: '6rem',
    cell: ({ isInForce }) => isInForce && <Badge tone="good">in force</Badge>,
  },
  ...priceColumns.map(({ cell, ...column }): Column<Dated> => ({ ...column, cell: ({ prices }) => cell(prices) })),
];

export function PriceHistory({ model, onClose }: { readonly model: string; readonly onClose: () => void }) {
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
