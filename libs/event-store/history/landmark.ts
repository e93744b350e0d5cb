/** A waypoint that was read, without the hashes of keys, which nobody needs for a state. Its parts are parsed when they are asked for. */
import { invariant } from '#domain/errors.js';
import { differing } from './difference.js';
import { type Fold, type Head, PARTS_BEFORE_ROWS, type Row, type Shapes } from './waypoint.js';

/** The first parts of a waypoint, what shapes are there for, and what a row has values of. */
const [STATE, SUMS, SHAPES] = [0, 1, 2] as const;
type Part = typeof STATE | typeof SUMS;

export class Landmark<State> {
  readonly place: Head;
  /** What the fold had come to at the waypoint itself. */
  readonly end: Fold<State>;
  private readonly folds: (Fold<State> | undefined)[] = [];
  private shapes: readonly Shapes[] | undefined;

  /** Both as they are stored. */
  constructor(
    readonly head: string,
    readonly parts: string,
  ) {
    this.place = JSON.parse(head) as Head;
    const { revision, recordedAt } = this.place;
    this.end = new LazyFold(revision, recordedAt, (part) => this.part(part));
  }

  /** False where something is missing of what its head tells of. */
  get isWhole(): boolean {
    const { lengths, revisions, steps } = this.place;
    const isListed = steps.length > 0 && lengths.length === PARTS_BEFORE_ROWS + revisions.length;
    return isListed && this.startOf(lengths.length) === this.parts.length + 1;
  }

  /** The last at or before an entry, which does not lie before the first step. */
  foldBefore(revision: number): Fold<State> {
    const { end, place } = this;
    if (revision >= end.revision) return end;
    const nth = place.revisions.findLastIndex((each) => each <= revision);
    invariant(nth >= 0, `Entry ${revision} follows the waypoint before`);
    return this.fold(nth);
  }

  /** Of an entry itself, if there is one. */
  foldAt(revision: number): Fold<State> | undefined {
    if (this.end.revision === revision) return this.end;
    const nth = this.place.revisions.indexOf(revision);
    return nth < 0 ? undefined : this.fold(nth);
  }

  private fold(nth: number): Fold<State> {
    const revision = this.place.revisions[nth] as number;
    return (this.folds[nth] ??= new LazyFold(revision, this.recordedAt(revision), (part) => this.differing(nth, part)));
  }

  /** An event is recorded as a whole, and a step follows each that has folds within. */
  private recordedAt(revision: number): Fold<State>['recordedAt'] {
    const { steps, recordedAt } = this.place;
    const next = steps.find((step) => step.revision >= revision);
    return next ? next.recordedAt : recordedAt;
  }

  private differing(nth: number, part: Part): unknown {
    this.shapes ??= this.part(SHAPES) as readonly Shapes[];
    const [shapes, ...values] = this.part(PARTS_BEFORE_ROWS + nth) as Row;
    const from = part === STATE ? this.end.state : this.end.sums;
    return differing(from, this.shapes[shapes]?.[part] ?? undefined, values[part]);
  }

  private part(nth: number): unknown {
    return JSON.parse(this.parts.slice(this.startOf(nth), this.startOf(nth + 1) - 1));
  }

  private startOf(part: number): number {
    let start = 0;
    for (let nth = 0; nth < part; nth++) start += 1 + (this.place.lengths[nth] as number);
    return start;
  }
}

class LazyFold<State> implements Fold<State> {
  private known: { state?: State; sums?: unknown } = {};

  constructor(
    readonly revision: number,
    readonly recordedAt: Fold<State>['recordedAt'],
    private readonly read: (part: Part) => unknown,
  ) {}

  get state(): State {
    return (this.known.state ??= this.read(STATE) as State);
  }

  get sums(): unknown {
    return (this.known.sums ??= this.read(SUMS));
  }
}
