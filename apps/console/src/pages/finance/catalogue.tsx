/** What an admin defines and all staff may read: the frame of promo codes, plans, prices and webhooks. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.js';
import { type Column, DataTable, type DataTableProps } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { Panel } from '../../ui/panel.js';
import { Empty } from '../../ui/states.js';

type Props<Item extends object> = Omit<DataTableProps<Item>, 'label'> & {
  readonly title: string;
  readonly note: string;
  /** Where `rows` come from. */
  readonly of: Pick<UseQueryResult, 'data' | 'error' | 'failureReason' | 'refetch'>;
  readonly none: string;
  /** What making another one is called; null for whoever may not. */
  readonly make: string | null;
  readonly onMake: () => void;
  /** The dialog of what is being done. */
  readonly children: ReactNode;
};

export function Catalogue<Item extends object>(props: Props<Item>) {
  const { title, note, of, none, make, onMake, children, ...table } = props;
  return (
    <Panel
      title={title}
      note={note}
      actions={
        make !== null && (
          <Button small tone="primary" onClick={onMake}>
            {make}
          </Button>
        )
      }
      flush
    >
      <Loaded of={of}>
        {() => (table.rows.length === 0 ? <Empty title={none} /> : <DataTable label={title} {...table} />)}
      </Loaded>
      {children}
    </Panel>
  );
}

type Deed<Item> = { readonly verb: string; readonly open: (item: Item) => void };

/** What may be done with each item: a button a deed, named after the item. */
export const deedsColumn = <Item,>(nameOf: (item: Item) => string, deeds: readonly Deed<Item>[]): Column<Item> => ({
  id: 'deeds',
  header: 'Actions',
  align: 'end',
  width: `${1 + 6.5 * deeds.length}rem`,
  cell: (item) => (
    <div className="finance-actions">
      {deeds.map(({ verb, open }) => (
        <Button
          key={verb}
          small
          aria-label={`${verb}: ${nameOf(item)}`}
          onClick={(event) => {
            // A row that opens by a click is not meant by this one.
            event.stopPropagation();
            open(item);
          }}
        >
          {verb}
        </Button>
      ))}
    </div>
  ),
});

export const changeColumn = <Item,>(nameOf: (item: Item) => string, open: (item: Item) => void): Column<Item> =>
  deedsColumn(nameOf, [{ verb: 'Change', open }]);
