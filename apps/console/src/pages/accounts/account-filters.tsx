/** What is looked for, in the address as it is typed. */
import { useEffect, useState } from 'react';
import { Choice, TextInput } from '../../ui/field.js';
import type { AccountsSearch, Status } from './search.js';

/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 250;

const STATUS_OPTIONS = {
  any: 'Any status',
  active: 'Active',
  grace: 'In grace',
  suspended: 'Suspended',
  closed: 'Closed',
} as const satisfies Record<Status | 'any', string>;
const DEBT_OPTIONS = { any: 'With or without debt', inDebt: 'In debt' } as const;

type Props = { readonly search: AccountsSearch; readonly find: (search: AccountsSearch) => void };

export function AccountFilters({ search, find }: Props) {
  const { query = '', status = 'any', inDebt = false } = search;
  const [text, setText] = useState(query);
  useEffect(() => {
    if (text.trim() === query) return undefined;
    const timer = setTimeout(() => find(without({ ...search, query: text.trim() })), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query, search, find]);
  return (
    <search className="toolbar accounts-filters">
      <span className="accounts-text">
        <TextInput type="search" label="Id or name" placeholder="Id or name" value={text} onChange={setText} />
      </span>
      <Choice
        label="Status"
        value={status}
        options={STATUS_OPTIONS}
        onChange={(chosen) => find(without({ ...search, status: chosen }))}
      />
      <Choice
        label="Debt"
        value={inDebt ? 'inDebt' : 'any'}
        options={DEBT_OPTIONS}
        onChange={(chosen) => find(without({ ...search, inDebt: chosen === 'inDebt' }))}
      />
    </search>
  );
}

type Wanted = { readonly query?: string; readonly status?: Status | 'any'; readonly inDebt?: boolean };

/** What looks for nothing has no place in the address. */
const without = ({ query, status, inDebt }: Wanted): AccountsSearch => ({
  ...(query && { query }),
  ...(status && status !== 'any' && { status }),
  ...(inDebt && { inDebt }),
});
