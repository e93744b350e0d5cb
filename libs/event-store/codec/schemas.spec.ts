/** docs/events: what is stored is as its schema says, whoever wrote it and when. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import type { AccountEvent } from '#domain/account/events.js';
import { ENTRY_TYPES } from '#domain/account/event-table.js';
import { histories } from '#domain/testing/arbitraries.js';
import { play } from '#domain/testing/simulation.js';
import { testClockCodec } from '../clock.js';
import { accountCodec } from './account-codec.js';
import { catalogueCodec } from './catalogue-codec.js';
import type { StoredJson } from './codec.js';
import { inflated } from './deflated.js';
import { planCatalogueCodec } from './plan-catalogue-codec.js';
import { promoCodeCodec } from './promo-code-codec.js';
import { deliveryCodec, endpointCodec } from './webhook-codecs.js';

const RUNS = 500;
const folder = path.resolve(import.meta.dirname, '../../../docs/events');
const golden = path.join(import.meta.dirname, 'golden');
const codecs = [
  accountCodec,
  catalogueCodec,
  planCatalogueCodec,
  promoCodeCodec,
  endpointCodec,
  deliveryCodec,
  testClockCodec,
];

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const validators = new Map(
  readdirSync(folder).map((file): [string, ValidateFunction] => [
    file,
    ajv.compile(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object),
  ]),
);

type Stored = StoredJson & { readonly metadata: { readonly v: number; readonly isDeflated?: true } };
type Held = { readonly type: string; readonly v: number; readonly data: unknown };

/** What is wrong with an event as it is stored, and with the entries that it holds; empty where nothing is. */
function faultsOf(stored: Stored): string {
  const { type, metadata } = stored;
  const data = metadata.isDeflated ? inflated((stored.data as { deflated: string }).deflated) : stored.data;
  const own = faultsOfWhole({ type, metadata, data });
  const held = type === 'EntriesJoined' && own === '' ? (data as { entries: readonly Held[] }).entries : [];
  return [
    own,
    ...held.map((entry) =>
      faultsOfWhole({ type: entry.type, metadata: { ...metadata, v: entry.v }, data: entry.data }),
    ),
  ]
    .filter((each) => each !== '')
    .join('; ');
}

function faultsOfWhole(stored: Stored): string {
  const validate = validators.get(`${stored.type}.v${stored.metadata.v}.json`);
  if (!validate) return `${stored.type}, version ${stored.metadata.v}, has no schema`;
  if (validate(stored)) return '';
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
}

describe('the schema of an event', () => {
  it('is there for every version that is read, and for nothing else', () => {
    const versions = codecs.flatMap((codec) =>
      Object.entries(codec.versions).flatMap(([type, today]) =>
        Array.from({ length: today }, (_, nth) => `${type}.v${nth + 1}.json`),
      ),
    );
    expect([...validators.keys()].toSorted()).toEqual(versions.toSorted());
    expect(existsSync(folder)).toBe(true);
  });

  it.each(readdirSync(golden))('holds for the golden file %s', (file) => {
    const stored = JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as Stored | readonly Stored[];
    for (const each of [stored].flat()) expect([each.type, faultsOf(each)]).toEqual([each.type, '']);
  });

  const met = new Set<string>();
  it('holds for all that random histories write', () => {
    fc.assert(
      fc.property(histories(40), (history) => {
        for (const { entries } of play(history)) for (const entry of entries) requireFit(entry);
      }),
      { numRuns: RUNS },
    );
  });
  afterAll(() => expect(met.size).toBeGreaterThan(ENTRY_TYPES.length / 2));

  function requireFit(entry: AccountEvent): void {
    met.add(entry.type);
    const stored = JSON.parse(JSON.stringify(accountCodec.encode(entry))) as Stored;
    const wrong = faultsOf(stored);
    if (wrong !== '') throw new Error(`${entry.type}: ${wrong}`);
  }

  it('finds a member that is missing, one too many and another type', () => {
    const stored = JSON.parse(readFileSync(path.join(golden, 'PromoGranted.v1.json'), 'utf8')) as Stored;
    const data = stored.data as object;
    const faults = (changed: object) => faultsOf({ ...stored, data: { ...data, ...changed } });
    expect(faults({ amount: 10 })).toBe('/data/amount must be string');
    expect(faults({ amount: '1e3' })).toContain('/data/amount must match pattern');
    expect(faults({ surprise: 1 })).toContain('/data must NOT have additional properties');
    expect(faultsOf({ ...stored, data: { bucketId: 'b' } })).toContain("must have required property 'amount'");
    expect(faultsOf({ ...stored, type: 'Unheard' })).toContain('has no schema');
  });
});
