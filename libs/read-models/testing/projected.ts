/**
 * Read models in memory: what the runner does, without Redis. Each run of events is folded twice on the same rows, as after
 * a write that was refused or lost; every event is delivered twice; and the whole history is folded once more as one batch. A
 * projection that any of this makes a difference to fails here, whatever its spec looks at.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountEvent } from '#domain/account/events.js';
import { type AccountChange, type AccountRows, advance, fold, newAccount, nothingKnown } from '../projection/fold.js';
import { decodeLine, encodeLine } from '../redis/lines.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';
import type { Arrived } from '../projector/source.js';

export type Projected<Row, Line> = { readonly rows: ReadonlyMap<string, Row>; readonly lines: readonly Line[] };

/** The rows and lines of one account after its events. Throws where the projection is not a pure fold of them. */
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
  const after = new Rows(any);
  for (const [nth, each] of arrived.entries()) {
    after.take([each]);
    // Once more, together with the one before: neither may count twice.
    if (after.take(arrived.slice(Math.max(0, nth - 1), nth + 1))) throw impure(any, 'An event counts twice');
  }
  const atOnce = new Rows(any);
  atOnce.take(arrived);
  if (!isDeepStrictEqual(atOnce.result, after.result)) throw impure(any, 'A batch is not worth what its events are');
  return after.result as Projected<Row, Line>;
}

const impure = ({ name }: AnyProjection, what: string) => new Error(`${what}: ${name} is not a fold of its events`);

class Rows {
  private known: AccountRows;
  private readonly lines: Placed[] = [];

  constructor(private readonly projection: AnyProjection) {
    this.known = newAccount([projection]);
  }

  /** Whether anything changed. */
  take(events: readonly Arrived[]): boolean {
    const { projection, known } = this;
    const [change, again] = [fold([projection], known, events), fold([projection], known, events)];
    if (!isDeepStrictEqual(change, again)) throw impure(projection, 'The same events on the same rows differ');
    const { rows, lines } = change.of.get(projection) ?? { rows: new Map(), lines: [] };
    this.lines.push(...lines.map((line) => decodeLine(projection, encodeLine(projection, line))));
    this.known = advance(known, stored(change));
    return rows.size + lines.length > 0;
  }

  get result(): Projected<unknown, Placed> {
    return { rows: (this.known.of.get(this.projection) ?? nothingKnown()).rows, lines: this.lines };
  }
}

/** Rows as they come back from where they are kept: JSON, nothing that it can't say. Nobody may change them. */
function stored(change: AccountChange): AccountChange {
  const asJson = (rows: ReadonlyMap<string, unknown>) =>
    new Map(JSON.parse(JSON.stringify([...rows]), (_, value: unknown) => Object.freeze(value)) as [string, unknown][]);
  return {
    ...change,
    of: new Map([...change.of].map(([projection, { rows, lines }]) => [projection, { rows: asJson(rows), lines }])),
  };
}
