/**
 * Of many rows, only those in sight are drawn, in room for all of them, so that a long history scrolls as a short one. No row has a
 * style of its own: the browser computes one for all of them, which takes a tenth of the time.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEventHandler, type ReactNode, useEffect } from 'react';
import { useIsNarrow } from './narrow.js';

const ROW_HEIGHT_PX = 38;
/** On a phone, where a row's cells are below each other. */
const CELL_HEIGHT_PX = 26;
const ROW_PADDING_PX = 17;
const ROWS_AROUND = 8;
/** So many rows before the end is asked for more. */
const ROWS_AHEAD = 40;

type Props<Row> = {
  readonly rows: readonly Row[];
  readonly columns: readonly unknown[];
  /** Null until it is there. */
  readonly scroller: HTMLDivElement | null;
  readonly draw: (row: Row, nth: number) => ReactNode;
  readonly onEnd?: () => void;
  readonly onKeyDown: KeyboardEventHandler<HTMLTableSectionElement>;
};

export function RowsInSight<Row>({ rows, columns, scroller, draw, onEnd, onKeyDown }: Props<Row>) {
  const heightPx = useIsNarrow() ? columns.length * CELL_HEIGHT_PX + ROW_PADDING_PX : ROW_HEIGHT_PX;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => heightPx,
    overscan: ROWS_AROUND,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, heightPx]);
  const seen = virtualizer.getVirtualItems();
  const last = seen.at(-1);
  const isAtEnd = last === undefined || last.index >= rows.length - ROWS_AHEAD;
  useEffect(() => {
    if (isAtEnd) onEnd?.();
  }, [isAtEnd, onEnd, rows.length]);
  return (
    <tbody
      className="table-room"
      style={
        {
          height: rows.length * heightPx,
          paddingTop: (seen[0]?.index ?? 0) * heightPx,
          '--row-height': `${heightPx}px`,
        } as CSSProperties
      }
      onKeyDown={onKeyDown}
    >
      {seen.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : draw(row, index);
      })}
    </tbody>
  );
}
