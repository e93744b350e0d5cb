import type { Paged } from '../api/pages.js';
import { Button } from './button.js';

type Props = { readonly of: Paged<unknown>; readonly noun: string };

/** Below a list: how many there are, and whether that is all. */
export function ListFoot({ of: { query, rows, more }, noun }: Props) {
  const count = `${rows.length.toLocaleString('en-US')} ${noun}`;
  if (query.isFetchingNextPage) return <>{count}, more are coming…</>;
  if (!query.hasNextPage) return <>{count}, that is all</>;
  return (
    <>
      {count}{' '}
      <Button small tone="quiet" onClick={more}>
        Show more
      </Button>
    </>
  );
}
