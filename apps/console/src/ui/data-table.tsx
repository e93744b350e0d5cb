/** Rows under headings: a real table, scrolled with only the rows that are in sight, walked through by arrow keys. */
import { type ColumnDef, tableFeatures, useTable } from '@tanstack/react-table';
import { type CSSProperties, type KeyboardEvent, type ReactNode, memo, useMemo, useState } from 'react';
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

/** What no width is said of shares what is left. */
const tracks = (columns: readonly Pick<Column<never>, 'width'>[]): string =>
  columns.map(({ width = 'minmax(0, 1fr)' }) => width).join(' ');

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowKey, onOpen, isOpen, rowClass, height, onEnd, foot, minWidth } = props;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const definitions = useMemo(
    () => columns.map(({ id, header }): ColumnDef<typeof features, Row> => ({ id, header })),
    [columns],
  );
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowKey });
  const model = table.getRowModel();
  const inOrder = useMemo(() => model.rows.map(({ original }) => original), [model]);
  const draw = (row: Row, nth: number) => (
    <DataRow
      key={rowKey(row)}
      row={row}
      nth={nth}
      columns={columns}
      onOpen={onOpen}
      isOpen={isOpen?.(row) ?? false}
      className={rowClass?.(row)}
    />
  );
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
      <table
        className="table"
        aria-rowcount={rows.length + 1}
        style={{ '--columns': tracks(columns), '--least-width': minWidth } as CSSProperties}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ id, header, align }) => (
              <th key={id} scope="col" className={align && 'align-end'}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        {height === undefined ? (
          <tbody onKeyDown={walk}>{inOrder.map(draw)}</tbody>
        ) : (
          <RowsInSight
            rows={inOrder}
            columns={columns}
            scroller={scroller}
            draw={draw}
            onKeyDown={walk}
            {...(onEnd && { onEnd })}
          />
        )}
      </table>
      {foot !== undefined && <div className="table-foot muted">{foot}</div>}
    </div>
  );
}

type RowProps<Row> = {
  readonly row: Row;
  readonly nth: number;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly isOpen: boolean;
  readonly className: string | undefined;
};

/** Drawn again only where something of it has changed: most rows are in sight before and after a scroll. */
const DataRow = memo(DrawnRow) as typeof DrawnRow;

function DrawnRow<Row>({ row, nth, columns, onOpen, isOpen, className }: RowProps<Row>) {
  return (
    <tr
      aria-rowindex={nth + 2}
      data-nth={nth}
      className={classes(onOpen && 'row-opens', isOpen && 'row-open', className)}
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
      {columns.map(({ id, header, cell, align }) => (
        <td key={id} className={align && 'align-end'} data-label={header}>
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
