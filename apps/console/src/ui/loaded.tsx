/** A read as a view: loading, behind, failed, or what it brought; with a note where what is shown can't be renewed. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refusal } from '../api/refusal.js';
import { Banner } from './banner.js';
import { Behind, ErrorView, Loading } from './states.js';

type Asked<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'failureReason' | 'refetch'>;
type Props<T> = {
  readonly of: Asked<T>;
  readonly label?: string;
  /** What stands around it while nothing is there to be shown: a page needs its heading. */
  readonly around?: (state: ReactNode) => ReactNode;
  readonly children: (data: T) => ReactNode;
};

export function Loaded<T>({ of: asked, label, around = (state) => state, children }: Props<T>) {
  const { data, failureReason } = asked;
  if (data === undefined) return around(<NothingYet of={asked} label={label} />);
  return (
    <>
      {failureReason && <NotRenewed reason={failureReason} />}
      {children(data)}
    </>
  );
}

type NothingYetProps = { readonly of: Asked<unknown>; readonly label: string | undefined };

function NothingYet({ of: { error, failureReason, refetch }, label }: NothingYetProps) {
  if (error) return <ErrorView error={error} retry={() => void refetch()} />;
  if (failureReason instanceof Refusal && failureReason.isBehind) return <Behind refusal={failureReason} />;
  return <Loading {...(label !== undefined && { label })} />;
}

const NotRenewed = ({ reason }: { readonly reason: Error }) => (
  <Banner tone="wait" title="What you see is not the newest">
    {reason instanceof Refusal ? reason.problem.detail : 'The API does not answer.'} It is asked again.
  </Banner>
);
