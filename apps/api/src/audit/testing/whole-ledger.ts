/** The log of several accounts whose events alternate, for specs of what is read of all of them. */
import fc from 'fast-check';
import type { AccountEvent } from '#domain/account/events.js';
import type { Position } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { append } from '#from-log/testing/logged.js';

export type LoggedEvent = { readonly accountId: string; readonly event: AccountEvent; readonly position: Position };
export type WholeLedger = { readonly store: MemoryEventStore; readonly events: readonly LoggedEvent[] };

/** Ids that a tool of plain text accounting would read as something else, were they not encoded. */
export const ACCOUNT_IDS = ['acme', 'a;b  c (d) *!', 'é:x|"%20'] as const;

type Histories = readonly (readonly AccountEvent[])[];

/** Of the accounts of `ACCOUNT_IDS`, one history each. */
export const arbitraryHistories: fc.Arbitrary<Histories> = fc
  .tuple(...ACCOUNT_IDS.map(() => arbitraryLedger))
  .map((ledgers) => ledgers.map(({ packed }) => packed));

export async function logAll(histories: Histories): Promise<WholeLedger> {
  const store = new MemoryEventStore();
  const longest = Math.max(...histories.map((history) => history.length));
  const order: Omit<LoggedEvent, 'position'>[] = [];
  for (let nth = 0; nth < longest; nth++) {
    for (const [which, accountId] of ACCOUNT_IDS.entries()) {
      const event = histories[which]?.[nth];
      if (!event) continue;
      await append(store, accountId, [event], nth);
      order.push({ accountId, event });
    }
  }
  const positions: Position[] = [];
  for await (const { position } of store.readAll()) positions.push(position);
  return { store, events: order.map((each, nth) => ({ ...each, position: positions[nth]! })) };
}
