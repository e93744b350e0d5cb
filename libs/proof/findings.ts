/** What a look at an export can find, and where. */

/** An event as a reader finds it again. */
export type Named = { readonly stream: string; readonly streamRevision: number; readonly position: string };

/**
 * `altered`: it is not what was recorded. `missing`: one that was recorded is not there. `inserted`: it was never recorded, or
 * stands there twice. `reordered`: it was recorded, but elsewhere.
 */
export type EventFinding = {
  readonly kind: 'altered' | 'missing' | 'inserted' | 'reordered';
  /** Its place among all events of the ledger, from 0. */
  readonly index: number;
  /** The event; of a missing one as its stream shows it, null where it was the last of its stream. */
  readonly event: Pick<Named, 'stream' | 'streamRevision'> | null;
  /** The last event that stands where it was recorded. */
  readonly after: Named | null;
};

export type ProofFinding =
  /** The checkpoint is not signed by a known key, or does not follow from the one before. */
  | { readonly kind: 'unsigned' | 'unlinked' | 'absent'; readonly checkpoint: number }
  /** Leaves and events were altered together; where exactly between two checkpoints can't be known any more. */
  | { readonly kind: 'forged'; readonly from: number; readonly to: number; readonly checkpoint: number }
  /** The lines themselves are not those of an export. */
  | { readonly kind: 'unreadable'; readonly index: number };

export type Finding = EventFinding | ProofFinding;

const named = ({ stream, streamRevision }: Pick<Named, 'stream' | 'streamRevision'>): string =>
  `event ${streamRevision} of ${stream}`;

const TROUBLES = {
  altered: 'was altered',
  missing: 'is missing',
  inserted: 'was never recorded there',
  reordered: 'is not in its place',
} as const;

/** In one sentence. */
export function sentenceOf(finding: Finding): string {
  switch (finding.kind) {
    case 'unsigned':
      return `Checkpoint ${finding.checkpoint} is not signed by any of the keys.`;
    case 'unlinked':
      return `Checkpoint ${finding.checkpoint} does not follow from the one before it.`;
    case 'absent':
      return `Checkpoint ${finding.checkpoint} is not in the export, or is another one there.`;
    case 'forged':
      return `Between events ${finding.from} and ${finding.to} of the log something was altered: checkpoint ${finding.checkpoint} is of other events.`;
    case 'unreadable':
      return `The export can not be read behind event ${finding.index} of the log.`;
    default: {
      const { kind, index, event, after } = finding;
      const place = after ? `, after ${named(after)}` : '';
      return `${event ? named(event) : 'An event'} ${TROUBLES[kind]} (number ${index} of the log${place}).`;
    }
  }
}
