/** What an account's views read, each under a key that begins with the account, so that one action renews them all. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Refusal, answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import { type Moment, isPast } from './moment.js';

const route = getRouteApi('/accounts/$accountId');

export const LOOK_AGAIN_MS = 5_000;

/** What is shown of now is read again and again, but not what the API has refused. */
export const lookAgain = ({ state }: { readonly state: { readonly error: Error | null } }): number | false =>
  state.error instanceof Refusal && !state.error.isBehind ? false : LOOK_AGAIN_MS;

export const useAccountId = (): string => route.useParams().accountId;

export function useMoment(): Moment {
  const { revision, asOf, effective } = route.useSearch();
  return {
    ...(revision !== undefined && { revision }),
    ...(asOf !== undefined && { asOf }),
    ...(effective !== undefined && { effective }),
  };
}

/** All that the head of the page shows, at one revision. */
export function useOverview() {
  const api = useApi();
  const accountId = useAccountId();
  return useQuery({
    queryKey: ['account', accountId, 'overview'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/accounts/{accountId}/overview', { params: { path: { accountId } }, signal })),
    refetchInterval: lookAgain,
  });
}

/** Of the moment that the address names; what was recorded for good does not change any more. */
export function useBalanceOf(moment: Moment) {
  const api = useApi();
  const accountId = useAccountId();
  return useQuery(
    queryOptions({
      queryKey: ['account', accountId, 'balance', moment],
      queryFn: ({ signal }) =>
        answerOf(
          api.GET('/v1/accounts/{accountId}/balance', { params: { path: { accountId }, query: moment }, signal }),
        ),
      enabled: isPast(moment),
      placeholderData: keepPreviousData,
    }),
  );
}

export function useBucketsOf(moment: Moment) {
  const api = useApi();
  const accountId = useAccountId();
  return useQuery({
    queryKey: ['account', accountId, 'buckets', moment],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/accounts/{accountId}/buckets', { params: { path: { accountId }, query: moment }, signal })),
    refetchInterval: isPast(moment) ? false : lookAgain,
    placeholderData: keepPreviousData,
  });
}
