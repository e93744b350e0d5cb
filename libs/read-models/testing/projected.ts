/** Read models in memory: what the runner does, without Redis. Every event is delivered twice, as redelivery does. */
import type { AccountEvent } from '#domain/account/events.js';
import { type AccountChange, advance, fold, newAccount, nothingKnown } from '../projection/fold.js';
import { decodeLine, encodeLine } from '../redis/lines.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';

export type Projected<Row, Line> = { readonly rows: ReadonlyMap<string, Row>; readonly lines: readonly Line[] };

/** The rows and lines of one account after its events. */
export function projected<Row, Line extends Placed>(
  projection: Projection<Row, Line>,
  events: readonly AccountEvent[],
): Projected<Row, Line> {
  const any: AnyProjection = projection;
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
      known = advance(known, stored(change));
    }
  }
  return {
    rows: (known.of.get(any) ?? nothingKnown()).rows as ReadonlyMap<string, Row>,
    lines: lines as readonly Placed[] as readonly Line[],
  };
}

/** Rows as they come back from where they are kept: JSON, nothing that it can't say. */
function stored(change: AccountChange): AccountChange {
  const asJson = (rows: ReadonlyMap<string, unknown>) =>
    new Map(JSON.parse(JSON.stringify([...rows])) as [string, unknown][]);
  return {
    ...change,
    of: new Map([...change.of].map(([projection, { rows, lines }]) => [projection, { rows: asJson(rows), lines }])),
  };
}
