/**
 * What a replay reads. Entries come in blocks around the one that is shown, so that an account of 100,000 entries is as quick as one of
 * ten; the past does not change, so that a block is read once.
 */
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import type { DrawdownClient, Schemas } from '#client/client.js';
import { answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import type { Moment } from './moment.js';

export type ReplayItem = Schemas['ReplayItem'];

const route = getRouteApi('/accounts/$accountId/replay');
export const useAccountId = (): string => route.useParams().accountId;

const BLOCK = 20;
const LIFE_POINTS = 240;
const KEPT_MS = 120_000;

/** Who it is, up to which entry there is something to replay, and until when. */
export function useAccount() {
  const [api, accountId] = [useApi(), useAccountId()];
  return useQuery({
    queryKey: ['account', accountId, 'replayed'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/accounts/{accountId}', { params: { path: { accountId } }, signal })),
    // A slider whose end moves is hard to hold: the end is looked at again when the tab is come back to.
    staleTime: KEPT_MS,
  });
}

/** The account at a moment, with every bucket that it had. */
export function useStateAt(moment: Moment, isWanted = true) {
  const [api, accountId] = [useApi(), useAccountId()];
  return useQuery({
    queryKey: ['account', accountId, 'state', moment],
    queryFn: async ({ signal }) => {
      const params = { path: { accountId }, query: moment };
      const [balance, buckets] = await Promise.all([
        answerOf(api.GET('/v1/accounts/{accountId}/balance', { params, signal })),
        answerOf(api.GET('/v1/accounts/{accountId}/buckets', { params, signal })),
      ]);
      return { balance, buckets: buckets.items };
    },
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
}

const firstOfBlock = (revision: number): number => Math.floor((revision - 1) / BLOCK) * BLOCK + 1;

/** A page ends early where its entries are large: what it lacks is read from there on. */
async function itemsBetween(api: DrawdownClient, accountId: string, from: number, to: number, signal: AbortSignal) {
  const items: ReplayItem[] = [];
  for (let next = from; next <= to; next = from + items.length) {
    const params = { path: { accountId }, query: { from: next, to, limit: BLOCK } };
    const page = await answerOf(api.GET('/v1/accounts/{accountId}/replay', { params, signal }));
    if (page.items.length === 0) break;
    items.push(...page.items);
  }
  return items;
}

const blockOptions = (api: DrawdownClient, accountId: string, revision: number, newest: number) => {
  const from = firstOfBlock(revision);
  const to = Math.min(from + BLOCK - 1, newest);
  return queryOptions({
    queryKey: ['account', accountId, 'replay', from, to],
    queryFn: ({ signal }) => itemsBetween(api, accountId, from, to, signal),
    staleTime: Infinity,
    gcTime: KEPT_MS,
  });
};

/** The entry of a revision between the account before and after it; the blocks around it are fetched ahead. */
export function useEntry(revision: number, newest: number) {
  const [api, accountId, queries] = [useApi(), useAccountId(), useQueryClient()];
  const from = firstOfBlock(revision);
  useEffect(() => {
    const around = [from + BLOCK, from - BLOCK].filter((each) => each >= 1 && each <= newest);
    for (const each of around) void queries.prefetchQuery(blockOptions(api, accountId, each, newest));
  }, [api, accountId, queries, from, newest]);
  return useQuery({
    ...blockOptions(api, accountId, revision, newest),
    select: (items) => items.find((item) => item.revision === revision) ?? null,
    placeholderData: keepPreviousData,
  });
}

/** When an entry was recorded, from what has been read already or read for it. */
export function useRecordedAt(newest: number): (revision: number) => Promise<number | null> {
  const [api, accountId, queries] = [useApi(), useAccountId(), useQueryClient()];
  return useCallback(
    async (revision) => {
      if (revision < 1 || revision > newest) return null;
      const items = await queries.fetchQuery(blockOptions(api, accountId, revision, newest));
      const item = items.find((each) => each.revision === revision);
      return item ? Date.parse(item.recordedAt) : null;
    },
    [api, accountId, queries, newest],
  );
}

/** What the command of an entry was known by, and where its event is in the log. */
export function useRequestOf(revision: number) {
  const [api, accountId] = [useApi(), useAccountId()];
  return useQuery({
    queryKey: ['account', accountId, 'event', revision],
    queryFn: async ({ signal }) => {
      const params = { path: { accountId }, query: { from: revision, to: revision } };
      const { items } = await answerOf(api.GET('/v1/accounts/{accountId}/events', { params, signal }));
      return items[0]?.metadata ?? null;
    },
    staleTime: Infinity,
    gcTime: KEPT_MS,
  });
}

/** The balance's total from the opening until now. */
export function useLife(from: string, to: string) {
  const [api, accountId] = [useApi(), useAccountId()];
  return useQuery({
    queryKey: ['account', accountId, 'life', from, to],
    queryFn: ({ signal }) => {
      const params = { path: { accountId }, query: { from, to, points: LIFE_POINTS } };
      return answerOf(api.GET('/v1/accounts/{accountId}/balance-history', { params, signal }));
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}
