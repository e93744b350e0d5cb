import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#domain/messages.js';
import { previousHashOf } from '#event-store/codec/hash-chain.js';
import { CheckpointLog } from './checkpoint-log.js';
import { type EventLine, type ExportLine, exportOf } from './export.js';
import { sentenceOf } from './findings.js';
import { hashOfLine } from './stream-heads.js';
import { ALog, follow, keeperOf, keyPair } from './testing/a-log.js';
import { TILE } from './tree.js';
import { type VerifyOptions, verifyExport } from './verify-export.js';

const key = keyPair();
const keys = new Map([[key.id, key.publicKey]]);
const SIGNED = 2 * TILE + 177;
const UNSIGNED = 60;

const log = new ALog();
let whole: readonly ExportLine[];
let events: readonly EventLine[];
/** Of the ledger, before the last checkpoint. */
let signed: number;

async function linesOf(of: ALog): Promise<ExportLine[]> {
  const lines: ExportLine[] = [];
  for await (const line of exportOf(of.store, new CheckpointLog(of.store)))
    lines.push(JSON.parse(JSON.stringify(line)));
  return lines;
}

const isEvent = (line: ExportLine): line is EventLine => line.line === 'event';

async function verdictOf(lines: readonly ExportLine[], options: Partial<VerifyOptions> = {}) {
  async function* each() {
    yield* lines;
  }
  return verifyExport(each(), { keys, ...options });
}

/** The export with other events; tiles and checkpoints stay where they are, as an alteration in the store leaves them. */
function withEvents(changed: readonly EventLine[]): ExportLine[] {
  const lines: ExportLine[] = [];
  let [at, next] = [0, 0];
  for (const line of whole) {
    if (!isEvent(line)) lines.push(line);
    else if (at++ < changed.length) lines.push(changed[next++]!);
  }
  return [...lines, ...changed.slice(next)];
}

/** As somebody would leave a log who knows how the chain is made: every event names the one that stands before it now. */
function relinked(changed: readonly EventLine[]): EventLine[] {
  const heads = new Map<string, { readonly next: number; readonly hash: string }>();
  return changed.map((event) => {
    const { next, hash } = heads.get(event.stream) ?? { next: 0, hash: '0'.repeat(64) };
    const moved = {
      ...event,
      streamRevision: next,
      metadata: { ...(event.metadata as object), revision: next + 1, previousHash: hash },
    };
    const line = { ...moved, hash: hashOfLine(moved) };
    heads.set(event.stream, { next: next + 1, hash: line.hash });
    return line;
  });
}

beforeAll(async () => {
  await log.grow(SIGNED);
  await follow(keeperOf(log.store, { keys: [key.privateKey] }), log, 200);
  signed = (await log.events()).length;
  await log.grow(UNSIGNED);
  whole = await linesOf(log);
  events = whole.filter(isEvent);
});

const nameOf = ({ stream, streamRevision }: EventLine) => ({ stream, streamRevision });

/** One letter or digit of a text is another one. */
function flip(text: string, nth: number): string {
  const places = Array.from(text.matchAll(/[a-z0-9]/g), ({ index }) => index);
  const at = places[nth % places.length]!;
  const other = text[at] === '7' ? '3' : '7';
  return text.slice(0, at) + other + text.slice(at + 1);
}

const FIELDS = ['data', 'metadata', 'id', 'type'] as const;

function flipped(event: EventLine, field: (typeof FIELDS)[number], nth: number): EventLine {
  if (field === 'id' || field === 'type') return { ...event, [field]: flip(event[field], nth) };
  const values = Object.entries(event[field] as Record<string, unknown>);
  const [name, value] = values[nth % values.length]!;
  return {
    ...event,
    [field]: { ...(event[field] as object), [name]: typeof value === 'number' ? value + 1 : flip(String(value), nth) },
  };
}

describe('the verification of an export', () => {
  it('finds nothing in what was recorded, and counts what is signed', async () => {
    expect(await verdictOf(whole)).toMatchObject({
      finding: null,
      events: events.length,
      signed,
      streams: 5,
      checkpoints: Math.ceil(signed / 200),
    });
    expect(signed).toBeLessThan(events.length);
  });

  it('takes a log without checkpoints by its chains alone', async () => {
    const unsigned = new ALog();
    await unsigned.grow(30);
    const lines = await linesOf(unsigned);
    expect(await verdictOf(lines)).toMatchObject({ finding: null, signed: 0, checkpoints: 0 });
    expect(await verdictOf(lines.filter((_, nth) => nth !== 7))).toMatchObject({ finding: { kind: 'missing' } });
  });

  /** What is done to the events, and what must be found: 1,000 times in all, with the chains mended behind it or not. */
  const anywhere = fc.nat().map((some) => some % signed);
  const isMended = fc.boolean();

  it('names an event of which anything was flipped', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, fc.constantFrom(...FIELDS), fc.nat(), isMended, async (index, field, nth, mended) => {
        const other = flipped(events[index]!, field, nth);
        const changed = events.with(index, other);
        // Mended links name what stands before: only data, id and type stay as they were flipped.
        const lines = withEvents(mended && field !== 'metadata' ? relinked(changed) : changed);
        const { finding } = await verdictOf(lines);
        expect(finding).toMatchObject({ kind: 'altered', index, event: nameOf(events[index]!) });
      }),
      { numRuns: 300 },
    );
  }, 300_000);

  it('names an event that is gone, by what its stream has left of it', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, isMended, async (index, mended) => {
        const changed = events.toSpliced(index, 1);
        const { finding } = await verdictOf(withEvents(mended ? relinked(changed) : changed));
        expect(finding).toMatchObject(mended ? { index } : { kind: 'missing', index, event: nameOf(events[index]!) });
      }),
      { numRuns: 200 },
    );
  }, 300_000);

  it('names the first of two events that changed places', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, fc.integer({ min: 1, max: 400 }), isMended, async (index, by, mended) => {
        const other = Math.min(index + by, signed - 1);
        fc.pre(other !== index);
        const changed = events.with(index, events[other]!).with(other, events[index]!);
        const lines = withEvents(mended ? relinked(changed) : changed);
        const { finding } = await verdictOf(lines);
        expect(finding).toMatchObject(mended ? { index } : { kind: 'reordered', index, event: nameOf(events[other]!) });
      }),
      { numRuns: 200 },
    );
  }, 300_000);

  it('names an event that was put in, one of its own making or a copy', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, anywhere, fc.boolean(), isMended, async (index, from, isCopy, mended) => {
        fc.pre(index !== from);
        const made = { ...events[from]!, id: 'made up' };
        const changed = events.toSpliced(index, 0, isCopy ? events[from]! : { ...made, hash: hashOfLine(made) });
        const { finding } = await verdictOf(withEvents(mended ? relinked(changed) : changed));
        expect(finding).toMatchObject(mended ? { index } : { kind: 'inserted', index, event: nameOf(events[from]!) });
      }),
      { numRuns: 200 },
    );
  }, 300_000);

  it('finds the end of the log, or of an account, cut off', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, fc.boolean(), async (index, isOfAccount) => {
        const { stream } = events[index]!;
        const changed = events.filter((event, nth) => nth < index || (isOfAccount && event.stream !== stream));
        const { finding } = await verdictOf(withEvents(changed));
        // What was recorded since the last checkpoint stands where the cut was: nothing says that it took nobody's place.
        const isAtEnd = isOfAccount && events.slice(index, signed).every((event) => event.stream === stream);
        expect(finding).toMatchObject(isAtEnd ? { index } : { kind: 'missing', index, event: null });
      }),
      { numRuns: 100 },
    );
  }, 300_000);

  it('finds by its chain what was altered behind the last checkpoint, but for the end of each stream', async () => {
    for (let index = signed; index < events.length; index++) {
      const { stream, streamRevision } = events[index]!;
      const isLast = !events.slice(index + 1).some((event) => event.stream === stream);
      const other = { ...flipped(events[index]!, 'data', index), hash: '' };
      const changed = events.with(index, { ...other, hash: hashOfLine(other) });
      const { finding } = await verdictOf(withEvents(changed));
      expect(finding?.kind ?? null).toBe(isLast ? null : 'altered');
      if (!isLast) expect(finding).toMatchObject({ event: { stream, streamRevision } });
      const { finding: gap } = await verdictOf(withEvents(events.toSpliced(index, 1)));
      expect(gap).toEqual(
        isLast ? null : expect.objectContaining({ kind: 'missing', event: { stream, streamRevision } }),
      );
      const unmarked = events.with(index, flipped(events[index]!, 'data', index));
      expect((await verdictOf(withEvents(unmarked))).finding).toMatchObject({
        kind: 'altered',
        event: { stream, streamRevision },
      });
    }
  }, 300_000);

  it('finds leaves that were forged together with their events, between two checkpoints', async () => {
    const at = whole.findIndex((line) => line.line === 'tile' && line.index === 1);
    const tile = whole[at] as Extract<ExportLine, { line: 'tile' }>;
    const bytes = Buffer.from(tile.hashes, 'base64');
    bytes[5]! ^= 1;
    const { finding } = await verdictOf(whole.with(at, { ...tile, hashes: bytes.toString('base64') }));
    expect(finding).toEqual({ kind: 'forged', from: 200, to: 400, checkpoint: 2 });
    expect(sentenceOf(finding!)).toBe(
      'Between events 200 and 400 of the log something was altered: checkpoint 2 is of other events.',
    );
  });

  it('accepts no checkpoint that is not signed by a known key, that does not follow, or that is another one than was kept', async () => {
    const places = whole.flatMap((line, nth) => (line.line === 'checkpoint' ? [nth] : []));
    const second = whole[places[1]!] as Extract<ExportLine, { line: 'checkpoint' }>;
    expect((await verdictOf(whole, { keys: new Map() })).finding).toEqual({ kind: 'unsigned', checkpoint: 1 });
    const redated = whole.with(places[1]!, { ...second, madeAt: '2025-11-30T12:00:00.000Z' as Instant });
    expect((await verdictOf(redated)).finding).toEqual({ kind: 'unsigned', checkpoint: 2 });
    expect((await verdictOf(whole.toSpliced(places[1]!, 1))).finding).toEqual({ kind: 'unlinked', checkpoint: 3 });
    const trusted = whole[places.at(-1)!] as Extract<ExportLine, { line: 'checkpoint' }>;
    expect((await verdictOf(whole, { trusted: [trusted] })).finding).toBeNull();
    const cut = whole.slice(0, places.at(-2)! + 1);
    expect((await verdictOf(cut)).finding).toBeNull();
    expect((await verdictOf(cut, { trusted: [trusted] })).finding).toEqual({
      kind: 'absent',
      checkpoint: trusted.number,
    });
  });

  it('reads no lines of another version, or whose tiles are not in order', async () => {
    expect((await verdictOf([{ line: 'export', version: 2 }])).finding).toEqual({ kind: 'unreadable', index: 0 });
    const at = whole.findIndex((line) => line.line === 'tile' && line.index === 1);
    expect((await verdictOf(whole.toSpliced(at, 1))).finding?.kind).toBe('forged');
  });

  it('is of events that name each other', () => {
    expect(events.filter(({ metadata }) => previousHashOf({ metadata }) === undefined)).toEqual([]);
  });
});
