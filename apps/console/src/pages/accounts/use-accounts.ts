import { useEffect } from 'react';
import type { Schemas } from '#client/client.js';
import { type Paged, usePaged } from '../../api/pages.js';
import { answerOf } from '../../api/refusal.js';
import { useApi } from '../../session/session.js';
import type { AccountsSearch } from './search.js';
import { nextPlace, phasesOf, placeIn } from './worst-first.js';

export type Account = Schemas['AccountItem'];

const PAGE_SIZE = 100;
/** So many at least are shown at first, where there are so many. */
const AT_FIRST = 30;

/** Accounts that are looked for, phase by phase. */
export function useAccounts(search: AccountsSearch): Paged<Account> {
  const api = useApi();
  const phases = phasesOf(search);
  const accounts = usePaged<Account>({
    key: ['accounts', search],
    page: async (at, signal) => {
      const { phase, cursor } = placeIn(at);
      const { query } = search;
      const asked = { ...phases[phase], limit: PAGE_SIZE, ...(query && { query }), ...(cursor && { cursor }) };
      const { items, nextCursor } = await answerOf(api.GET('/v1/accounts', { params: { query: asked }, signal }));
      return { items, nextCursor: nextPlace(phase, nextCursor, phases.length) };
    },
  });
  const { rows, more } = accounts;
  useEffect(() => {
    if (rows.length < AT_FIRST) more();
  }, [rows.length, more]);
  return accounts;
}
