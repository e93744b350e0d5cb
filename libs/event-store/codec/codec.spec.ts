import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Event, type Instant, SYSTEM } from '#domain/messages.js';
import { accountCodec } from './account-codec.js';
import { catalogueCodec } from './catalogue-codec.js';
import { planCatalogueCodec } from './plan-catalogue-codec.js';
import { promoCodeCodec } from './promo-code-codec.js';
import { deliveryCodec, endpointCodec } from './webhook-codecs.js';
import { testClockCodec } from '../clock.js';
import {
  type StoredJson,
  type StoredMetadata,
  UnreadableEvent,
  createCodec,
  deflatedJson,
  metadataJson,
} from './codec.js';

const folder = path.join(import.meta.dirname, 'golden');
const codecs = [
  accountCodec,
  catalogueCodec,
  planCatalogueCodec,
  promoCodeCodec,
  endpointCodec,
  deliveryCodec,
  testClockCodec,
];
const versions = codecs.flatMap((codec) =>
  Object.entries(codec.versions).flatMap(([type, today]) =>
    Array.from({ length: today }, (_, i) => ({ type, version: i + 1 })),
  ),
);
type Golden = StoredJson & { readonly metadata: StoredMetadata };
/** A file holds one event, or a list of a feature's: `PurchaseFailed.v1.json`, `PurchaseFailed.v1.taken-back.json`, `holds.json`. */
const goldenIn = (file: string): readonly Golden[] =>
  [JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Golden | readonly Golden[]].flat();
const golden = readdirSync(folder).flatMap((file) =>
  goldenIn(file).map((stored) => ({ file, stored, type: stored.type, version: stored.metadata.v })),
);

describe('stored events', () => {
  it('say the same deflated and as they are', () => {
    const plain = accountCodec.decode(goldenIn('UsageCharged.v1.lean.json')[0]!);
    expect(accountCodec.decode(goldenIn('UsageCharged.v1.deflated.json')[0]!)).toEqual(plain);
  });

  it('of a type that is not known, or of a version from the future, stop the reader within joined entries too', () => {
    const stored = goldenIn('EntriesJoined.v1.json')[0]!;
    const { entries } = stored.data as { entries: { type: string; v: number }[] };
    for (const broken of [
      { ...entries[0], v: 2 },
      { ...entries[0], type: 'Unheard' },
      { ...entries[0], v: undefined },
    ])
      expect(() => accountCodec.decode({ ...stored, data: { entries: [broken] } })).toThrow(UnreadableEvent);
  });

  it.each(golden)('$type, version $version, of $file can be read, and is written so', ({ stored, type, version }) => {
    const codec = codecs.find(({ versions: known }) => Object.hasOwn(known, type));
    const today = Object.entries(codec?.versions ?? {}).find(([name]) => name === type)?.[1];
    const encoded = codec!.encode(codec!.decode(stored) as never);
    const { data, metadata } = stored.metadata.isDeflated ? deflatedJson(encoded) : encoded;
    if (version < today!) return;
    const written = metadataJson(metadata, stored.metadata.previousHash!);
    expect(`{"type":${JSON.stringify(type)},"data":${JSON.stringify(data)},"metadata":${written}}`).toBe(
      JSON.stringify(stored),
    );
  });

  it.each(versions)('$type, version $version, has a golden event', (expected) => {
    expect(golden.map(({ type, version }) => ({ type, version }))).toContainEqual(expected);
  });

  it('lie in files that are named after what they hold', () => {
    const misnamed = golden.filter(({ file, type, version }) => {
      const isList = !/^[A-Z]/.test(file);
      return !isList && !file.startsWith(`${type}.v${version}.`);
    });
    expect(misnamed).toEqual([]);
  });

  it('keep key, hash and actor of each line of a UsageCharged in the line', () => {
    const stored = goldenIn('UsageCharged.v1.json')[0]!;
    expect(stored.metadata).not.toHaveProperty('key');
    expect(accountCodec.decode(stored).origin).toMatchObject({ key: 'chat-0001', actor: { key: 'gateway' } });
  });
});

it('accounts that were opened before there were plans pause where a plan gives no more', () => {
  const opened = (version: number) => accountCodec.decode(goldenIn(`AccountOpened.v${version}.json`)[0]!).data;
  const { settings, ...others } = goldenIn('AccountOpened.v1.json')[0]!.data as { readonly settings: object };
  expect(opened(1)).toEqual({ ...others, settings: { ...settings, planOverage: 'pause' } });
  expect(opened(2)).toMatchObject({ settings: { planOverage: 'overdraft' } });
});

it('what version 1 said of plans already is kept', () => {
  const stored = goldenIn('AccountOpened.v1.json')[0]!;
  const { settings, ...others } = stored.data as { readonly settings: object };
  const said = { ...stored, data: { ...others, settings: { ...settings, planOverage: 'overdraft' } } };
  expect(accountCodec.decode(said).data).toMatchObject({ settings: { planOverage: 'overdraft' } });
});

describe('a codec', () => {
  type Counted = Event<'Counted', { readonly count: number; readonly unit: string }>;
  const codec = createCodec<Counted>(['Counted'], {
    Counted: {
      upcasters: [
        (data) => ({ count: Number((data as { n: string }).n) }),
        (data) => ({ ...(data as { count: number }), unit: 'piece' }),
      ],
    },
  });
  const at = '2026-01-01T00:00:00.000Z' as Instant;
  const metadata = { v: 3, revision: 1, recordedAt: at, effectiveAt: at, actor: SYSTEM.actor };

  it('lifts old versions to today', () => {
    expect(codec.decode({ type: 'Counted', data: { n: '7' }, metadata: { ...metadata, v: 1 } }).data).toEqual({
      count: 7,
      unit: 'piece',
    });
    const second = { type: 'Counted', data: { count: 8 }, metadata: { ...metadata, v: 2 } };
    expect(codec.decode(second).data).toEqual({ count: 8, unit: 'piece' });
  });

  it.each([
    { type: 'Unheard', data: {}, metadata },
    { type: 'toString', data: {}, metadata },
    { type: 'Counted', data: {}, metadata: { ...metadata, v: 4 } },
    { type: 'Counted', data: {}, metadata: { ...metadata, v: 0 } },
    { type: 'Counted', data: {}, metadata: { v: 3 } },
    { type: 'Counted', data: {}, metadata: undefined },
    { type: 'Counted', data: {}, metadata: { ...metadata, actor: undefined } },
  ])('stops at what it does not know: %j', (stored) => {
    expect(() => codec.decode(stored)).toThrow(UnreadableEvent);
  });
});
