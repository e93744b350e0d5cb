/** A read as a view: loading, behind, failed, or what it brought; with a note where what is shown can't be renewed. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refusal } from '../api/refusal.js';
import { Banner } from './banner.js';
import { Behind, ErrorView, Loading } from './states.js';

type Asked<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'failureReason' | 'refetch'>;
type Props<T> = { readonly of: Asked<T>; readonly label?: string; readonly children: (data: T) => ReactNode };

export function Loaded<T>({ of: { data, error, failureReason, refetch }, label, children }: Props<T>) {
  const retry = (): void => void refetch();
  if (data === undefined) {
    if (error) return <ErrorView error={error} retry={retry} />;
    if (failureReason instanceof Refusal && failureReason.isBehind) return <Behind refusal={failureReason} />;
    return <Loading {...(label !== undefined && { label })} />;
  }
  return (
    <>
      {failureReason && <NotRenewed reason={failureReason} />}
      {children(data)}
    </>
  );
}

const NotRenewed = ({ reason }: { readonly reason: Error }) => (
  <Banner tone="wait" title="What you see is not the newest">
    {reason instanceof Refusal ? reason.problem.detail : 'The API does not answer.'} It is asked again.
  </Banner>
);
