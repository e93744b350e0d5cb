/**
 * Read models in memory: what the runner does, without Redis. Each run of events is folded on rows that go on from the one before,
 * as the runner has them, and what is written of them is stored; on two copies of what was stored, as after a write that was
 * refused or lost, once with no rows at hand but those that were asked for; and every event is delivered twice. A
 * projection that any of this makes a difference to fails here, whatever its spec looks at.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountEvent } from '#domain/account/events.js';
import { fold } from '../projection/fold.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';
import { type AggregateRows, newRows, settle } from '../projection/rows.js';
import { type ProjectedAggregate, contentsOf, projectedAccount } from '../projector/aggregates.js';
import type { Arrived } from '../projector/source.js';
import { decodeLine } from '../redis/lines.js';
import { FoundRows, pushRow } from '../redis/row-fields.js';
import { copied, frozen } from './plain-data.js';
import { withLinesChecked, withNamedRowsOnly } from './planted-checks.js';

export type Projected<Row, Line> = { readonly rows: ReadonlyMap<string, Row>; readonly lines: readonly Line[] };

/** The rows and lines of one account after its events. Throws where the projection is not a pure fold of them. */
export const projected = <Row, Line extends Placed>(
  projection: Projection<Row, Line>,
  events: readonly AccountEvent[],
): Projected<Row, Line> => projectedFrom(projectedAccount, projection, events);

/** The same of another aggregate. */
export function projectedFrom<Row, Line extends Placed, Entry, Event extends { readonly revision: number }>(
  aggregate: ProjectedAggregate<Event>,
  projection: Projection<Row, Line, Entry>,
  events: readonly Event[],
): Projected<Row, Line> {
  const any = projection as AnyProjection;
  const arrived = events.map((event, nth) => ({
    stream: `${aggregate.category}-acme`,
    streamRevision: nth,
    id: `event-${nth}`,
    position: { commit: BigInt(nth), prepare: BigInt(nth) },
    ...contentsOf(aggregate, frozen(event)),
  }));
  const after = new Rows(any);
  for (const [nth, each] of arrived.entries()) {
    after.take([each]);
    // Once more, together with the one before: neither may count twice.
    if (after.take(arrived.slice(Math.max(0, nth - 1), nth + 1))) throw impure(any, 'An event counts twice');
  }
  return after.result as Projected<Row, Line>;
}

const impure = ({ name }: AnyProjection, what: string) => new Error(`${what}: ${name} is not a fold of its events`);

class Rows {
  /** As a reader finds them. */
  private stored: ReadonlyMap<string, unknown> = new Map();
  private readonly lines: Placed[] = [];
  /** The rows that go on. */
  private readonly own: AggregateRows;
  private readonly projection: AnyProjection;

  constructor(projection: AnyProjection) {
    this.projection = withLinesChecked(projection);
    this.own = newRows([this.projection], projection.of, true);
  }

  /** Whether anything changed. */
  take(events: readonly Arrived[]): boolean {
    const { projection, own } = this;
    const once = folded(this.copy(projection), events);
    if (!isDeepStrictEqual(folded(this.copy(projection), events), once)) {
      throw impure(projection, 'The same events on the same rows differ');
    }
    if (!isDeepStrictEqual(folded(this.copy(withNamedRowsOnly(projection)), events), once)) {
      throw impure(projection, 'Rows that it did not name make a difference');
    }
    const done = folded(own, events);
    this.stored = stored(this.stored, own);
    settle(own);
    if (!isDeepStrictEqual([this.stored, done.lines], [once.rows, once.lines])) {
      throw impure(projection, 'What is written is not what the rows are');
    }
    this.lines.push(...done.lines.map((text) => decodeLine(projection, text)));
    return done.changed.length + done.lines.length > 0;
  }

  get result(): Projected<unknown, Placed> {
    return { rows: this.stored, lines: this.lines };
  }

  /** The rows as they are stored, for one fold. */
  private copy(projection: AnyProjection): AggregateRows {
    const known = newRows([projection], projection.of, true);
    known.of[0]?.learn('every row', new Map([...this.stored].map(([key, row]) => [key, copied(row)])));
    return Object.assign(known, { streamRevision: this.own.streamRevision, fields: this.stored.size });
  }
}

const rowsIn = ({ of }: AggregateRows): ReadonlyMap<string, unknown> => of[0]?.rows ?? new Map();

function folded(known: AggregateRows, events: readonly Arrived[]) {
  fold(known, events);
  const [own] = known.of;
  const lines = own?.lists?.flatMap(({ texts }) => texts) ?? [];
  // As they are now: rows that others share change beneath.
  const rows = new Map([...rowsIn(known)].map(([key, row]) => [key, copied(row)]));
  return { streamRevision: known.streamRevision, rows, changed: own?.changed?.keys ?? [], lines };
}

/** Rows as they come back from where they are kept once what has changed is written: what is not written is there from before. */
function stored(before: ReadonlyMap<string, unknown>, { of }: AggregateRows): ReadonlyMap<string, unknown> {
  const [own] = of;
  if (!own?.changed) return before;
  const { changed, projection, rows } = own;
  const after = new Map(before);
  for (const [nth, key] of changed.keys.entries()) {
    const row = rows.get(key);
    if (row === undefined) after.delete(key);
    else
      after.set(
        key,
        throughRedis(projection, key, before.get(key), row, (part) => changed.hasPart(nth, part)),
      );
  }
  return after;
}

function throughRedis(
  projection: AnyProjection,
  key: string,
  before: unknown,
  row: unknown,
  hasChanged: (part: number) => boolean,
): unknown {
  const set: string[] = [];
  if (before !== undefined) pushRow(set, projection, key, before, () => true);
  pushRow(set, projection, key, row, hasChanged);
  const fields = new Map<string, string>();
  for (let at = 0; at < set.length; at += 2) fields.set(set[at] ?? '', set[at + 1] ?? '');
  const found = new FoundRows(projection);
  for (const [field, text] of fields) found.add(field.slice(0, field.indexOf('/')), key, text);
  const read = found.rows.get(key);
  if (!isDeepStrictEqual(read, JSON.parse(JSON.stringify(row)))) throw impure(projection, 'A row is stored as another');
  return read;
}
