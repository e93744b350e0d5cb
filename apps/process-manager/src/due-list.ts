/** The due list that the projector keeps with the balances: accounts by the time of their earliest deadline. */
import { instant, milliseconds } from '#domain/messages.js';
import { ACCOUNT, DUE, balance } from '#projections/balance/balance.projection.js';
import type { Reader } from '#read-models/reader/reader.js';
import type { DueList } from './manager.js';

const index = { projection: balance, index: DUE };

export const dueListOf = (reader: Reader): DueList => ({
  async due(now, limit) {
    const due = await reader.due(index, milliseconds(now), limit);
    // While the list is rebuilt nobody knows what is due; it will be there again with all that fell due meanwhile.
    if (due === 'rebuilding') return [];
    return due.map(({ id, score }) => ({ accountId: id, at: instant(score) }));
  },
  settle: ({ accountId, at }) => reader.settle(index, { id: accountId, key: ACCOUNT, score: milliseconds(at) }),
});
