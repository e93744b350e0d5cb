/** What plans give and cost; made and changed by an admin. */
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import type { Column } from '../../../ui/data-table.js';
import { Catalogue, changeColumn } from '../catalogue.js';
import { scopeText } from '../entered.js';
import { type Plan, PlanDialog } from './plan-dialog.js';

export function PlansView() {
  const api = useApi();
  const mayDefine = useMay('define plans');
  const [defined, setDefined] = useState<Plan | 'new' | null>(null);
  const plans = useQuery({ queryKey: ['plans'], queryFn: ({ signal }) => answerOf(api.GET('/v1/plans', { signal })) });
  const columns = useMemo(() => (mayDefine ? [...COLUMNS, changeColumn(nameOf, setDefined)] : COLUMNS), [mayDefine]);
  return (
    <Catalogue
      title="Plans"
      note="A change reaches the accounts on a plan with their next cycle"
      of={plans}
      none="There is no plan"
      make={mayDefine ? 'New plan' : null}
      onMake={() => setDefined('new')}
      rows={plans.data?.items ?? []}
      columns={columns}
      rowKey={({ plan }) => plan}
      minWidth="56rem"
    >
      {defined && <PlanDialog known={defined === 'new' ? null : defined} onClose={() => setDefined(null)} />}
    </Catalogue>
  );
}

const nameOf = ({ name }: Plan): string => name;

const COLUMNS: readonly Column<Plan>[] = [
  {
    id: 'plan',
    header: 'Plan',
    width: '15rem',
    cell: ({ plan, name, description }) => (
      <span title={description ?? undefined}>
        {name} <code className="muted">{plan}</code>
      </span>
    ),
  },
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
