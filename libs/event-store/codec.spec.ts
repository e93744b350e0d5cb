import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Event, type Instant, SYSTEM } from '#domain/messages.js';
import { accountCodec } from './account-codec.js';
import { catalogueCodec } from './catalogue-codec.js';
import { testClockCodec } from './clock.js';
import { type StoredJson, type StoredMetadata, UnreadableEvent, createCodec } from './codec.js';

const folder = path.join(import.meta.dirname, 'golden');
const codecs = [accountCodec, catalogueCodec, testClockCodec];
const versions = codecs.flatMap((codec) =>
  Object.entries(codec.versions).flatMap(([type, today]) =>
    Array.from({ length: today }, (_, i) => ({ codec, type, version: i + 1, today })),
  ),
);
const golden = (type: string, version: number) => path.join(folder, `${type}.v${version}.json`);

describe('stored events', () => {
  it.each(versions)(
    '$type, version $version, has a golden file that can be read',
    ({ codec, type, version, today }) => {
      const file = golden(type, version);
      expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true });
      const stored = JSON.parse(readFileSync(file, 'utf8')) as StoredJson & { metadata: StoredMetadata };
      expect(stored.metadata.v).toBe(version);
      const { data, metadata } = codec.encode(codec.decode(stored) as never);
      if (version < today) return;
      const { previousHash } = stored.metadata;
      expect(JSON.stringify({ type, data, metadata: { ...metadata, previousHash } })).toBe(JSON.stringify(stored));
    },
  );

  it('have no golden file that nobody reads', () => {
    expect(readdirSync(folder).sort()).toEqual(versions.map(({ type, version }) => `${type}.v${version}.json`).sort());
  });

  it('keep key, hash and actor of each line of a UsageCharged in the line', () => {
    const stored = JSON.parse(readFileSync(golden('UsageCharged', 1), 'utf8')) as StoredJson;
    expect(stored.metadata).not.toHaveProperty('key');
    expect(accountCodec.decode(stored).origin).toMatchObject({ key: 'chat-0001', actor: { key: 'gateway' } });
  });
});

describe('a codec', () => {
  type Counted = Event<'Counted', { readonly count: number; readonly unit: string }>;
  const codec = createCodec<Counted>({
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
