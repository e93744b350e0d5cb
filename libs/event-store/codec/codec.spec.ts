import { existsSync, readFileSync, readdirSync } from 'node:fs';
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
const golden = (type: string, version: number) => path.join(folder, `${type}.v${version}.json`);

/** `PurchaseFailed.v1.json`; of a version that has members which may be absent, `PurchaseFailed.v1.taken-back.json` too. */
const files = readdirSync(folder).map((file) => {
  const [type = '', version = ''] = file.split('.');
  return { file, type, version: Number(version.slice(1)) };
});

const storedIn = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')) as StoredJson & { readonly metadata: StoredMetadata };

describe('stored events', () => {
  it('say the same deflated and as they are', () => {
    const plain = accountCodec.decode(storedIn(path.join(folder, 'UsageCharged.v1.lean.json')));
    expect(accountCodec.decode(storedIn(path.join(folder, 'UsageCharged.v1.deflated.json')))).toEqual(plain);
  });

  it('of a type that is not known, or of a version from the future, stop the reader within joined entries too', () => {
    const stored = storedIn(golden('EntriesJoined', 1));
    const { entries } = stored.data as { entries: { type: string; v: number }[] };
    for (const broken of [
      { ...entries[0], v: 2 },
      { ...entries[0], type: 'Unheard' },
      { ...entries[0], v: undefined },
    ])
      expect(() => accountCodec.decode({ ...stored, data: { entries: [broken] } })).toThrow(UnreadableEvent);
  });

  it.each(files)('$file can be read, and is written so', ({ file, type, version }) => {
    const codec = codecs.find(({ versions: known }) => Object.hasOwn(known, type));
    const today = Object.entries(codec?.versions ?? {}).find(([name]) => name === type)?.[1];
    const stored = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as StoredJson & {
      metadata: StoredMetadata;
    };
    expect([stored.type, stored.metadata.v]).toEqual([type, version]);
    const encoded = codec!.encode(codec!.decode(stored) as never);
    const { data, metadata } = stored.metadata.isDeflated ? deflatedJson(encoded) : encoded;
    if (version < today!) return;
    const written = metadataJson(metadata, stored.metadata.previousHash!);
    expect(`{"type":${JSON.stringify(type)},"data":${JSON.stringify(data)},"metadata":${written}}`).toBe(
      JSON.stringify(stored),
    );
  });

  it.each(versions)('$type, version $version, has a golden file', ({ type, version }) => {
    expect(existsSync(golden(type, version))).toBe(true);
  });

  it('keep key, hash and actor of each line of a UsageCharged in the line', () => {
    const stored = JSON.parse(readFileSync(golden('UsageCharged', 1), 'utf8')) as StoredJson;
    expect(stored.metadata).not.toHaveProperty('key');
    expect(accountCodec.decode(stored).origin).toMatchObject({ key: 'chat-0001', actor: { key: 'gateway' } });
  });
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
