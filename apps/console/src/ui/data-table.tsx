/** Rows under headings: a real table, scrolled with only the rows that are in sight, walked through by arrow keys. */
import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { classes } from './classes.js';
import { RowsInSight } from './rows-in-sight.js';

export type Column<Row> = {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Amounts and counts stand at the end, so that digits of one size are under each other. */
  readonly align?: 'end';
  /** As CSS has it; the others share what is left. */
  readonly width?: string;
};

export type DataTableProps<Row> = {
  /** What the table is of, for those who do not see it. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** Makes each row open: by a click, or by Enter where it has the focus. */
  readonly onOpen?: (row: Row) => void;
  readonly isOpen?: (row: Row) => boolean;
  readonly rowClass?: (row: Row) => string | undefined;
  /** A table that scrolls by itself, so high; without it every row is drawn. */
  readonly height?: string;
  /** Called when the last rows come into sight. */
  readonly onEnd?: () => void;
  /** Below the last row: that more is coming, or that this is all. */
  readonly foot?: ReactNode;
  /** The least width in which the columns can be read; narrower, the table scrolls sideways. */
  readonly minWidth?: string;
};

const features = tableFeatures({});

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowKey, height, foot, minWidth } = props;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const definitions = useMemo(
    () => columns.map(({ id, header }): ColumnDef<typeof features, Row> => ({ id, header })),
    [columns],
  );
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowKey });
  const inOrder = table.getRowModel().rows.map(({ original }) => original);
  return (
    <div
      className={classes('table-scroller', height !== undefined && 'table-scrolls')}
      ref={setScroller}
      style={{ maxHeight: height }}
      // What scrolls must be reachable by the keyboard.
      tabIndex={0}
      role="group"
      aria-label={label}
    >
      <table className="table" aria-rowcount={rows.length + 1} style={{ minWidth }}>
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ id, header, align }) => (
              <th key={id} scope="col" className={align && 'align-end'}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {height === undefined ? (
            inOrder.map((row, nth) => <DataRow key={rowKey(row)} row={row} nth={nth} {...props} />)
          ) : (
            <RowsInSight
              {...props}
              rows={inOrder}
              scroller={scroller}
              draw={(row, nth) => <DataRow key={rowKey(row)} row={row} nth={nth} {...props} />}
            />
          )}
        </tbody>
      </table>
      {foot !== undefined && <div className="table-foot muted">{foot}</div>}
    </div>
  );
}

type RowProps<Row> = DataTableProps<Row> & { readonly row: Row; readonly nth: number };

function DataRow<Row>({ row, nth, columns, onOpen, isOpen, rowClass }: RowProps<Row>) {
  const isOpened = isOpen?.(row) ?? false;
  return (
    <tr
      aria-rowindex={nth + 2}
      data-nth={nth}
      className={classes(onOpen && 'row-opens', isOpened && 'row-open', rowClass?.(row))}
      tabIndex={onOpen && 0}
      onClick={onOpen && (() => onOpen(row))}
      onKeyDown={
        onOpen &&
        ((event) => {
          if (event.target !== event.currentTarget || event.key !== 'Enter') return;
          onOpen(row);
        })
      }
    >
      {columns.map(({ id, cell, align }) => (
        <td key={id} className={align && 'align-end'}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** Up and down move the focus from row to row. */
function walk(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as Element).closest<HTMLTableRowElement>('tr[tabindex]');
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  if (!(next instanceof HTMLTableRowElement) || !next.hasAttribute('tabindex')) return;
  event.preventDefault();
  next.focus();
}
