/** A history that is read stays as it is; what has happened since is one click away. */
import { type InfiniteData, type UseInfiniteQueryResult, useQueryClient } from '@tanstack/react-query';
import { Button } from '../../../ui/button.js';
import { useOverview } from '../reads.js';

type Props = {
  readonly shown: Pick<UseInfiniteQueryResult<InfiniteData<unknown>>, 'data'>;
  readonly queryKey: readonly unknown[];
};

export function NewerRows({ shown, queryKey }: Props) {
  const queries = useQueryClient();
  const newest = useOverview().data?.revision ?? 0;
  const [page] = shown.data?.pages ?? [];
  const entries = newest - ((page as { revision?: number } | undefined)?.revision ?? newest);
  if (entries <= 0) return null;
  return (
    <div className="newer" role="status">
      <Button small onClick={() => void queries.resetQueries({ queryKey })}>
        {entries.toLocaleString('en-US')} newer {entries === 1 ? 'entry' : 'entries'}: show
      </Button>
    </div>
  );
}
