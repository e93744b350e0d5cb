/** Read models in memory: what the runner does, without Redis. Every event is delivered twice, as redelivery does. */
import type { AccountEvent } from '#domain/account/events.js';
import { type AccountRows, fold, newAccount, nothingKnown } from '../fold.js';
import { decodeLine, encodeLine } from '../lines.js';
import type { AnyProjection, Placed, Projection } from '../projection.js';

export type Projected<Row, Line> = { readonly rows: ReadonlyMap<string, Row>; readonly lines: readonly Line[] };

/** The rows and lines of one account after its events. */
export function projected<Row, Line extends Placed>(
  projection: Projection<Row, Line>,
  events: readonly AccountEvent[],
): Projected<Row, Line> {
  const any: AnyProjection = projection as AnyProjection;
  const arrived = events.map((event, streamRevision) => ({
    accountId: 'acme',
    streamRevision,
    position: { commit: BigInt(streamRevision), prepare: BigInt(streamRevision) },
    event,
  }));
  let known = newAccount([any]);
  const lines: Placed[] = [];
  for (const [nth, each] of arrived.entries()) {
    // Once by itself, once more together with the one before: neither may count twice.
    for (const delivery of [[each], arrived.slice(Math.max(0, nth - 1), nth + 1)]) {
      const change = fold([any], known, delivery);
      lines.push(...(change.of.get(any)?.lines ?? []).map((line) => decodeLine(any, encodeLine(any, line))));
      known = after(known, any, stored(change.of.get(any)?.rows ?? new Map()), change);
    }
  }
  return {
    rows: (known.of.get(any) ?? nothingKnown).rows as ReadonlyMap<string, Row>,
    lines: lines as readonly Placed[] as readonly Line[],
  };
}

const after = (
  known: AccountRows,
  projection: AnyProjection,
  changed: ReadonlyMap<string, unknown>,
  { to, revision }: { to: number; revision: number },
): AccountRows => {
  const rows = new Map(known.of.get(projection)?.rows);
  for (const [key, row] of changed) {
    if (row === null) rows.delete(key);
    else rows.set(key, row);
  }
  const whole = { rows, lookedUp: new Set<string>(), isWhole: true };
  return { streamRevision: to, revision, of: new Map([[projection, whole]]) };
};

/** Rows as they come back from where they are kept: JSON, nothing that it can't say. */
const stored = (rows: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> =>
  new Map(JSON.parse(JSON.stringify([...rows])) as [string, unknown][]);
