import { useEffect, useState } from 'react';
import { Button } from '../../../ui/button.js';
import { Choice, Field, TextInput } from '../../../ui/field.js';
import { type HistorySearch, STATUSES, TYPES } from './search.js';
import { typeWords } from './transaction-table.js';

/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 300;

const TYPE_OPTIONS = { any: 'Any type', ...Object.fromEntries(TYPES.map((type) => [type, typeWords(type)])) } as Record<
  (typeof TYPES)[number] | 'any',
  string
>;
const STATUS_OPTIONS = {
  any: 'Any status',
  ...Object.fromEntries(STATUSES.map((status) => [status, status])),
} as Record<(typeof STATUSES)[number] | 'any', string>;

type Props = { readonly search: HistorySearch; readonly find: (search: HistorySearch) => void };

export function HistoryFilters({ search, find }: Props) {
  const { type = 'any', status = 'any', from = '', to = '', service = '' } = search;
  const [typed, setTyped] = useState(service);
  useEffect(() => {
    if (typed.trim() === service) return undefined;
    const timer = setTimeout(() => find(changed(search, 'service', typed.trim())), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, service, search, find]);
  const isFiltered = [search.type, search.status, search.from, search.to, search.service].some(Boolean);
  return (
    <search className="toolbar history-filters">
      <Field label="Type">
        <Choice value={type} options={TYPE_OPTIONS} onChange={(chosen) => find(changed(search, 'type', chosen))} />
      </Field>
      <Field label="Status">
        <Choice
          value={status}
          options={STATUS_OPTIONS}
          onChange={(chosen) => find(changed(search, 'status', chosen))}
        />
      </Field>
      <Field label="Product">
        <TextInput value={typed} onChange={setTyped} />
      </Field>
      <Field label="From">
        <TextInput type="date" value={from} onChange={(day) => find(changed(search, 'from', day))} />
      </Field>
      <Field label="To">
        <TextInput type="date" value={to} onChange={(day) => find(changed(search, 'to', day))} />
      </Field>
      {isFiltered && (
        <Button
          tone="quiet"
          onClick={() => {
            setTyped('');
            find({});
          }}
        >
          Show all
        </Button>
      )}
    </search>
  );
}

/** What filters nothing has no place in the address. */
function changed(search: HistorySearch, name: keyof HistorySearch, value: string): HistorySearch {
  const { [name]: _, ...others } = search;
  return value === '' || value === 'any' ? others : { ...others, [name]: value };
}
