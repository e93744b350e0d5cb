/**
 * What entries can be found by long after (the domain's `Marks`), remembered as keys are: of the chunk that grows each
 * by itself, of a finished chunk in a small Bloom filter and the widest span. Neither ever misses an entry; what may be
 * there is looked up in the log.
 */
import type { Marks, Search, Span } from '#domain/messages.js';
import { type ChunkMarks, FILTER_BITS, NO_MARKS, filterOf, mayHave } from './key-filters.js';
import { KeyTable, hashKey } from './keys.js';

/** So that a false hit is as rare as one of the filter of keys. */
const BITS_PER_MARK = 26;
const FEWEST_BITS = 512;

const filterBits = (marks: number): number => {
  let bits = FEWEST_BITS;
  while (bits < BITS_PER_MARK * marks && bits < FILTER_BITS) bits *= 2;
  return bits;
};

/** Of a table of hashes three words each: the hash, and the revision of the entry. */
export type PackedMarks = {
  readonly hashes: Uint32Array;
  readonly spans: readonly (Span & { readonly revision: number })[];
};
const NO_HASHES = new Uint32Array(0);

/** The marks of the chunk that is growing, with the revisions of the entries that have them. */
export class MarkTable {
  /** Absent until there is one: most accounts have none. */
  private marks: KeyTable | undefined = undefined;
  private spans: (Span & { readonly revision: number })[] | undefined = undefined;

  get bytes(): number {
    return (this.marks?.bytes ?? 0) + 64 * (this.spans?.length ?? 0);
  }

  static of({ hashes, spans }: PackedMarks): MarkTable {
    const table = new MarkTable();
    if (hashes.length > 0) table.marks = KeyTable.of(hashes);
    if (spans.length > 0) table.spans = [...spans];
    return table;
  }

  packed(): PackedMarks {
    return { hashes: this.marks?.packed() ?? NO_HASHES, spans: [...(this.spans ?? [])] };
  }

  add({ mark, span }: Marks, revision: number): void {
    if (mark !== undefined) (this.marks ??= new KeyTable()).add(hashKey(mark), revision);
    if (span !== undefined) (this.spans ??= []).push({ ...span, revision });
  }

  /** Revisions of entries that a search may find, in their order. */
  find(search: Search): readonly number[] {
    const { marks, spans = [] } = this;
    if (search.find !== 'spanning') return [...(marks?.find(hashKey(search.mark)) ?? [])].sort((a, b) => a - b);
    return spans.filter((span) => holds(span, search.revision)).map(({ revision }) => revision);
  }

  finished(): ChunkMarks {
    const { marks, spans = [] } = this;
    const filter = marks ? filterOf(marks.hashes(), filterBits(marks.size)) : NO_MARKS.filter;
    const [first] = spans;
    const widest = spans.reduce<Span | undefined>(
      (wide = { first: 0, last: 0 }, { first: from, last: to }) => ({
        first: Math.min(wide.first, from),
        last: Math.max(wide.last, to),
      }),
      first && { first: first.first, last: first.last },
    );
    return { filter, span: widest ?? null };
  }
}

/** Which of the finished chunks a search may find something in, the newest first. */
export function chunksWith(chunks: readonly ChunkMarks[], search: Search): readonly number[] {
  const mayFind =
    search.find === 'spanning'
      ? ({ span }: ChunkMarks) => span !== null && holds(span, search.revision)
      : (
          (hash) =>
          ({ filter }: ChunkMarks) =>
            filter.length > 0 && mayHave(filter, hash)
        )(hashKey(search.mark));
  const found: number[] = [];
  for (let chunk = chunks.length - 1; chunk >= 0; chunk--) if (mayFind(chunks[chunk] ?? NO_MARKS)) found.push(chunk);
  return found;
}

const holds = ({ first, last }: Span, revision: number): boolean => first <= revision && revision <= last;
