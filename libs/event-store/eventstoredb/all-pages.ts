/** Reading the whole log in pages, as the server's own events among them count. */
import {
  type Position,
  type ReadAllOptions,
  type StoredEvent,
  type Direction,
  comparePositions,
} from '../port/event-store.js';

/** Events that are read at once where a few are wanted, since the server's own are among them. */
const ALL_PAGE = 64;

export type AllPage = {
  readonly from: Position | 'start' | 'end';
  readonly direction: Direction;
  readonly maxCount: number;
};

/** `undefined` in a page is a link to what is not there any more. */
export async function* readAllPages(
  read: (page: AllPage) => AsyncIterable<{ readonly event: StoredEvent | undefined }>,
  { from, direction = 'forwards', maxCount = Infinity }: ReadAllOptions,
): AsyncGenerator<StoredEvent, void, void> {
  const isForwards = direction === 'forwards';
  const pageSize = maxCount === Infinity ? Infinity : maxCount + ALL_PAGE;
  let after: Position | 'start' | 'end' = from ?? (isForwards ? 'start' : 'end');
  for (let wanted = maxCount; wanted > 0;) {
    let seen = 0;
    for await (const { event } of read({ from: after, direction, maxCount: pageSize })) {
      seen++;
      if (!event) continue;
      // Whether the position itself is read depends on the direction; it is not wanted in either.
      const order = typeof after === 'string' ? 1 : comparePositions(event.position, after) * (isForwards ? 1 : -1);
      if (order <= 0) continue;
      after = event.position;
      if (isOfServer(event)) continue;
      yield event;
      if (--wanted <= 0) return;
    }
    if (seen < pageSize) return;
  }
}

export const isOfServer = ({ type, stream }: StoredEvent): boolean => type.startsWith('$') || stream.startsWith('$');
