/** Of many rows, only those in sight are drawn; room is kept for the others, so that a long history scrolls as a short one. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect } from 'react';

const ROW_HEIGHT_PX = 38;
const ROWS_AROUND = 12;
/** So many rows before the end is asked for more. */
const ROWS_AHEAD = 40;

type Props<Row> = {
  readonly rows: readonly Row[];
  readonly columns: readonly unknown[];
  /** Null until it is there. */
  readonly scroller: HTMLDivElement | null;
  readonly draw: (row: Row, nth: number) => ReactNode;
  readonly onEnd?: () => void;
};

export function RowsInSight<Row>({ rows, columns, scroller, draw, onEnd }: Props<Row>) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: ROWS_AROUND,
  });
  const seen = virtualizer.getVirtualItems();
  const [first, last] = [seen[0], seen.at(-1)];
  const isAtEnd = last === undefined || last.index >= rows.length - ROWS_AHEAD;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd, rows.length]);
  const above = first?.start ?? 0;
  const below = virtualizer.getTotalSize() - (last?.end ?? 0);
  return (
    <>
      {above > 0 && <Room heightPx={above} columns={columns.length} />}
      {seen.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : draw(row, index);
      })}
      {below > 0 && <Room heightPx={below} columns={columns.length} />}
    </>
  );
}

const Room = ({ heightPx, columns }: { readonly heightPx: number; readonly columns: number }) => (
  <tr aria-hidden="true" className="table-room">
    <td colSpan={columns} style={{ height: heightPx }} />
  </tr>
);
