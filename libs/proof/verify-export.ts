/**
 * Whether an export is the ledger that was signed: by its lines and public keys alone. Every event is held against the leaf
 * that was signed for it, every leaf against the signed roots, and what is younger than the last checkpoint against the chain of
 * its stream.
 */
import type { KeyObject } from 'node:crypto';
import type { SignedCheckpoint } from './checkpoint.js';
import { WINDOW, kindOf } from './divergence.js';
import { EXPORT_VERSION, type EventLine, type ExportLine } from './export.js';
import type { EventFinding, Finding, Named } from './findings.js';
import { leafOfHash } from './leaves.js';
import type { Hash } from './merkle.js';
import { SignedLeaves } from './signed-leaves.js';
import { type Break, StreamHeads, hashOfLine } from './stream-heads.js';

export type VerifyOptions = {
  /** By id. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Checkpoints that were kept elsewhere: without one, a log that was cut together with its checkpoints looks whole. */
  readonly trusted?: readonly SignedCheckpoint[];
};

export type Verdict = {
  /** The first in the order of the log; null where there is none. */
  readonly finding: Finding | null;
  readonly events: number;
  readonly streams: number;
  readonly checkpoints: number;
  /** Events that checkpoints speak for; for those behind them only the chains of their streams do. */
  readonly signed: number;
};

/** Lines are taken one by one. Memory holds the end of each stream, and the leaves between two checkpoints. */
export async function verifyExport(lines: AsyncIterable<ExportLine>, options: VerifyOptions): Promise<Verdict> {
  const check = new Check(options);
  for await (const line of lines) {
    check.take(line);
    if (check.isOver) break;
  }
  return check.verdict();
}

/** The first event that is not the one which was signed, and what came behind it. */
type Divergence = {
  readonly index: number;
  readonly event: EventLine | undefined;
  readonly after: Named | null;
  readonly found: Hash[];
  /** The first event behind it that is missing by the revisions of its stream. */
  gap: Pick<Named, 'stream' | 'streamRevision'> | null;
};

class Check {
  private readonly heads = new StreamHeads();
  private readonly leaves: SignedLeaves;
  private events = 0;
  private lastEvent: Named | null = null;
  private divergence: Divergence | undefined;
  private finding: Finding | null = null;

  constructor({ keys, trusted = [] }: VerifyOptions) {
    this.leaves = new SignedLeaves(keys, trusted);
  }

  /** Nothing that comes changes the verdict. */
  get isOver(): boolean {
    return this.finding !== null;
  }

  take(line: ExportLine): void {
    switch (line.line) {
      case 'export':
        if (line.version !== EXPORT_VERSION) this.finding = { kind: 'unreadable', index: 0 };
        return;
      case 'tile':
        this.finding = this.leaves.takeTile(line);
        return;
      case 'checkpoint':
        return this.takeCheckpoint(line);
      case 'event':
        return this.takeEvent(line);
    }
  }

  verdict(): Verdict {
    const { size, checkpoints } = this.leaves;
    this.finding ??= this.leaves.absent();
    if (!this.finding && !this.divergence && this.events < size) this.diverge(undefined, [], null);
    this.finding ??= this.divergence ? this.explained(this.divergence) : null;
    return { finding: this.finding, events: this.events, streams: this.heads.count, checkpoints, signed: size };
  }

  private takeCheckpoint(checkpoint: SignedCheckpoint): void {
    const { divergence } = this;
    const before = this.leaves.size;
    const finding = this.leaves.takeCheckpoint(checkpoint);
    // What differs before the last good checkpoint was proved by it, whatever this one is.
    const isProved = divergence !== undefined && divergence.index < before;
    if (finding) this.finding = isProved ? this.explained(divergence) : finding;
  }

  private takeEvent(event: EventLine): void {
    const hash = hashOfLine(event);
    const brokenAt = this.heads.take(event, hash);
    const leaf = leafOfHash(event.stream, hash);
    const { divergence } = this;
    if (divergence) {
      if (divergence.found.length <= WINDOW) divergence.found.push(leaf);
      divergence.gap ??= gapAt(event, brokenAt);
    } else this.compare(event, leaf, hash, brokenAt);
  }

  private compare(event: EventLine, leaf: Hash, hash: string, brokenAt: Break | null): void {
    const { stream, streamRevision, position } = event;
    const signed = this.leaves.at(this.events);
    if (signed && !signed.equals(leaf)) {
      this.diverge(event, [leaf], gapAt(event, brokenAt));
      return;
    }
    const { events: index, lastEvent: after } = this;
    if (!signed && brokenAt) {
      const at = { stream, streamRevision: brokenAt.streamRevision };
      this.finding = { kind: brokenAt.kind, index, event: at, after };
    } else if (hash !== event.hash) this.finding = { kind: 'altered', index, event: { stream, streamRevision }, after };
    this.events++;
    this.lastEvent = { stream, streamRevision, position };
    this.leaves.forget(this.events);
  }

  private diverge(event: EventLine | undefined, found: Hash[], gap: Divergence['gap']): void {
    this.divergence = { index: this.events, event, after: this.lastEvent, found, gap };
  }

  private explained({ index, event, after, found, gap }: Divergence): EventFinding {
    const signed = this.leaves.from(index, WINDOW);
    const looksAltered = kindOf(signed, found);
    // Nothing was signed behind the last one, so that only its stream shows that it is gone.
    const kind = signed.length === 1 && looksAltered === 'altered' && gap ? 'missing' : looksAltered;
    const { stream, streamRevision } = event ?? {};
    const actual = stream === undefined || streamRevision === undefined ? null : { stream, streamRevision };
    return { kind, index, event: kind === 'missing' ? gap : actual, after };
  }
}

/** The event that is missing before this one, by the revisions of its stream. */
const gapAt = ({ stream }: EventLine, brokenAt: Break | null): Divergence['gap'] =>
  brokenAt?.kind === 'missing' ? { stream, streamRevision: brokenAt.streamRevision } : null;
