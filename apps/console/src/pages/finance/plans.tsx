/** What plans give and cost. */
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import { AmountText } from '../../ui/amount-text.js';
import { type Column, DataTable } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';

type Plan = Schemas['PlanOfferAnswer'];

const COLUMNS: readonly Column<Plan>[] = [
  { id: 'plan', header: 'Plan', width: '12rem', cell: ({ plan, name }) => <span title={plan}>{name}</span> },
  {
    id: 'credits',
    header: 'Credits a month',
    align: 'end',
    width: '9rem',
    cell: ({ monthlyCredits }) => <AmountText amount={monthlyCredits} />,
  },
  {
    id: 'refresh',
    header: 'Renewed',
    width: '9rem',
    cell: ({ refreshHours }) => (refreshHours === null ? 'never' : `every ${refreshHours} h`),
  },
  {
    id: 'price',
    header: 'Price a month',
    align: 'end',
    width: '9rem',
    cell: ({ pricePerMonth }) => <AmountText amount={pricePerMonth} />,
  },
  { id: 'pays', header: 'Pays for', cell: ({ scope }) => scopeText(scope) },
];

const scopeText = (scope: Plan['scope']): string =>
  scope === null
    ? 'everything'
    : Object.entries(scope)
        .map(([dimension, values]) => `${dimension} ${(values as readonly string[]).join(', ')}`)
        .join(' and ');

export function PlansView() {
  const api = useApi();
  const plans = useQuery({ queryKey: ['plans'], queryFn: ({ signal }) => answerOf(api.GET('/v1/plans', { signal })) });
  return (
    <Panel title="Plans" note="A change reaches the accounts on a plan with their next cycle" flush>
      <Loaded of={plans}>
        {({ items }) => (
          <DataTable label="Plans" rows={items} columns={COLUMNS} rowKey={({ plan }) => plan} minWidth="48rem" />
        )}
      </Loaded>
    </Panel>
  );
}
