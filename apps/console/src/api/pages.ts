/** Lists that come page by page, each with a cursor to the next. */
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';

const LOOK_AGAIN_MS = 2_000;

export type ListPage<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

type List<Item> = {
  readonly key: readonly unknown[];
  readonly page: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>;
  /** Where a list is long, what is read stays: it is read anew when it is opened anew. */
  readonly stays?: boolean;
  readonly isEnabled?: boolean;
  /** Where something of it is about to change by itself, it is read again every few seconds. */
  readonly isChanging?: (item: Item) => boolean;
};

export type Paged<Item> = {
  readonly query: UseInfiniteQueryResult<InfiniteData<ListPage<Item>>>;
  readonly rows: readonly Item[];
  /** Reads the next page, unless it is on its way or there is none. */
  readonly more: () => void;
};

export function usePaged<Item>({ key, page, stays = false, isEnabled = true, isChanging }: List<Item>): Paged<Item> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => page(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isEnabled,
    refetchInterval: ({ state }) =>
      isChanging !== undefined && (state.data?.pages.some(({ items }) => items.some(isChanging)) ?? false)
        ? LOOK_AGAIN_MS
        : false,
    ...(stays && { staleTime: Infinity, refetchOnWindowFocus: false }),
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { query, rows, more };
}
