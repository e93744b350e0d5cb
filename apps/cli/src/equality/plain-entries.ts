/** An account's entries out of the stored JSON alone. Nothing of the product is used: what it makes of them is held against this. */
import { inflateRawSync } from 'node:zlib';

type Amounts = { readonly bucketId: string; readonly amount: string };

export type PlainLine = Amounts & {
  readonly insteadOf?: string;
  readonly effectiveAt?: string;
  readonly expiresAt?: string;
};

/** What moves credits, and what runs and costs some, of whatever type of entry. */
export type PlainData = Partial<
  Amounts & {
    readonly overdraft: string;
    readonly expiresAt: string;
    readonly isGranted: boolean;
    readonly takenBack: Amounts & { readonly overdraft: string };
    readonly allocation: readonly PlainLine[];
    readonly repayments: readonly { readonly from: readonly PlainLine[] }[];
    readonly ends: { readonly bucketId: string; readonly expiresAt: string };
    readonly resumes: string;
    readonly resourceId: string;
    readonly ratePerHour: string;
    readonly storage: readonly string[];
  }
>;

export type PlainEntry = {
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly effectiveAt: string;
  /** Somebody asked for it; what fell due by itself names the product. */
  readonly isAsked: boolean;
  /** Of its event in the log. */
  readonly commit: bigint;
  readonly data: PlainData;
};

/** As a line of an export has it. */
export type StoredJson = {
  readonly type: string;
  readonly commit: bigint;
  readonly data: unknown;
  readonly metadata: unknown;
};

type Actor = { readonly key: string };

type Metadata = Pick<PlainEntry, 'revision' | 'recordedAt' | 'effectiveAt'> & {
  readonly actor?: Actor;
  readonly isDeflated?: true;
};
type Charges = { readonly lines: readonly (PlainData & { revision: number; effectiveAt: string; actor: Actor })[] };
type Joined = { readonly entries: readonly Pick<PlainEntry, 'type' | 'effectiveAt' | 'data'>[] };

export function plainEntries({ type, commit, data, metadata }: StoredJson): readonly PlainEntry[] {
  const { revision, recordedAt, effectiveAt, actor, isDeflated } = metadata as Metadata;
  const said = isDeflated ? inflated(data as { readonly deflated: string }) : data;
  const common = { recordedAt, commit, isAsked: isSomebody(actor) };
  if (type === 'UsageCharged') {
    return (said as Charges).lines.map((line) => {
      const { revision: own, effectiveAt: usedAt, actor: by } = line;
      return { ...common, type, revision: own, effectiveAt: usedAt, isAsked: isSomebody(by), data: line };
    });
  }
  if (type === 'EntriesJoined') {
    const { entries } = said as Joined;
    return entries.map((entry, nth) => ({ ...common, ...entry, revision: revision + nth }));
  }
  return [{ ...common, type, revision, effectiveAt, data: said as PlainData }];
}

const isSomebody = (actor: Actor | undefined): boolean => actor?.key !== 'drawdown';

const inflated = ({ deflated }: { readonly deflated: string }): unknown =>
  JSON.parse(inflateRawSync(Buffer.from(deflated, 'base64')).toString());
