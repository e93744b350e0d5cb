/**
 * Read models in memory: what the runner does, without Redis. Each run of events is folded twice on the same rows, as after
 * a write that was refused or lost, once with no rows at hand but those that were asked for; every event is delivered
 * twice; and the whole history is folded once more as one batch. A projection that any of this makes a difference to fails
 * here, whatever its spec looks at.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountEvent } from '#domain/account/events.js';
import { fold } from '../projection/fold.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';
import { type AggregateRows, newRows } from '../projection/rows.js';
import { type ProjectedAggregate, contentsOf, projectedAccount } from '../projector/aggregates.js';
import type { Arrived } from '../projector/source.js';
import { decodeLine, encodeLine } from '../redis/lines.js';
import { FoundRows, pushRow } from '../redis/row-fields.js';

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
    ...contentsOf(aggregate, event),
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
  private stored = new Map<string, unknown>();
  private readonly lines: Placed[] = [];
  private streamRevision = -1;

  constructor(private readonly projection: AnyProjection) {}

  /** Whether anything changed. */
  take(events: readonly Arrived[]): boolean {
    const { projection } = this;
    const done = folded(this.known, events);
    if (!isDeepStrictEqual(folded(this.known, events), done)) {
      throw impure(projection, 'The same events on the same rows differ');
    }
    if (!isDeepStrictEqual(folded(withNamedRowsOnly(this.known), events), done)) {
      throw impure(projection, 'Rows that it did not name make a difference');
    }
    const { streamRevision, rows, changed, lines } = done;
    this.lines.push(...lines.map((line) => throughList(projection, line)));
    this.streamRevision = streamRevision;
    this.stored = asStored(projection, this.stored, changed, rows);
    return changed.length + lines.length > 0;
  }

  get result(): Projected<unknown, Placed> {
    return { rows: this.stored, lines: this.lines };
  }

  /** The rows as they are stored, for one fold. */
  private get known(): AggregateRows {
    const known = newRows([this.projection], this.projection.of, true);
    for (const [key, row] of this.stored) rowsIn(known).set(key, row);
    return Object.assign(known, { streamRevision: this.streamRevision, fields: this.stored.size });
  }
}

const rowsIn = ({ of }: AggregateRows): Map<string, unknown> => of[0]?.rows ?? new Map<string, unknown>();

function folded(known: AggregateRows, events: readonly Arrived[]) {
  const [own] = fold(known, events)?.of ?? [];
  const { streamRevision } = known;
  return { streamRevision, rows: rowsIn(known), changed: own?.before.keys ?? [], lines: own?.lines ?? [] };
}

/** The projection is shown no rows but those of the keys that it named. */
function withNamedRowsOnly(rows: AggregateRows): AggregateRows {
  const of = rows.of.map((known) => ({
    ...known,
    projection: {
      ...known.projection,
      evolve(all: ReadonlyMap<string, unknown>, entry: unknown) {
        const keys = known.projection.keys(entry);
        const named = keys === 'every row' ? all : new Map([...all].filter(([key]) => keys.includes(key)));
        return known.projection.evolve(named, entry);
      },
    },
  }));
  return { ...rows, of };
}

/** Rows as they come back from where they are kept: JSON, nothing that it can't say. Nobody may change them. */
function asStored(
  projection: AnyProjection,
  before: ReadonlyMap<string, unknown>,
  changed: Iterable<string>,
  rows: ReadonlyMap<string, unknown>,
): Map<string, unknown> {
  const after = new Map(before);
  for (const key of changed) {
    const row = rows.get(key);
    if (row === undefined) after.delete(key);
    else {
      const stored = throughRedis(projection, key, row, before.get(key) ?? null);
      if (!isDeepStrictEqual(stored, JSON.parse(JSON.stringify(row))))
        throw impure(projection, 'A row is stored as another');
      after.set(key, frozen(stored));
    }
  }
  return after;
}

/** A line as it comes back from its list. */
function throughList(projection: AnyProjection, line: Placed): Placed {
  const stored = decodeLine(projection, encodeLine(projection, line));
  const { lineJson: _, ...plain } = projection;
  if (!isDeepStrictEqual(stored, decodeLine(plain, encodeLine(plain, line)))) {
    throw impure(projection, 'A line is stored as another');
  }
  return stored;
}

/** What is not written again, because it did not differ, is there from before. */
function throughRedis(projection: AnyProjection, key: string, row: unknown, before: unknown): unknown {
  const fields = new Map<string, string>();
  for (const [version, earlier] of before === null
    ? [[row, null]]
    : [
        [before, null],
        [row, before],
      ]) {
    const set: string[] = [];
    pushRow(set, projection, key, version, earlier);
    for (let at = 0; at < set.length; at += 2) fields.set(set[at] ?? '', set[at + 1] ?? '');
  }
  const found = new FoundRows(projection);
  for (const [field, text] of fields) found.add(field.slice(0, field.indexOf('/')), key, text);
  return found.rows.get(key);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}
