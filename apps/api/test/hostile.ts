/** Requests made of docs/openapi.json: as it describes them, and not at all. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { NO_JSON, Raw, hostile, hostileText } from './hostile-values.js';

type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** Of a map: what its values are. */
  readonly additionalProperties?: Schema | boolean;
};
type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema };
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
};

/** A name in a path or body stands for one of the ids that were seen so far: the n-th, counted around. */
export type Seen = { readonly seen: string; readonly nth: number };

/** The media type of JSON line by line. */
export const LINES = 'application/x-ndjson';
/** A body of it. */
export class Lines {
  constructor(readonly all: readonly unknown[]) {}
}

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly parts: Readonly<Record<string, string | Seen>>;
  readonly query: readonly (readonly [string, string])[];
  readonly body: unknown;
  readonly type: string;
  readonly role: string;
  readonly key: string | null;
};

const file = path.resolve(import.meta.dirname, '../../../docs/openapi.json');
const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  components: { schemas: Readonly<Record<string, Schema>> };
};

const MINUTE_MS = 60_000;
const amounts = fc.constantFrom('0.01', '0.5', '1', '2.25', '10', '12.345678', '25', '100', '0.000000000000000001');
/** True once in so many times. */
const inOneOf = (times: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 4 * times - 4, arbitrary: fc.constant(false) });
const seen = (name: string): fc.Arbitrary<Seen> => fc.record({ seen: fc.constant(name), nth: fc.nat(1_000) });

/** What a schema describes. `name` is that of the member or parameter. */
function described(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const whole = schema.$ref ? components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema.allOf?.[0];
  if (whole) return described(whole, name);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? mapOf(schema.additionalProperties, name)
        : objectOf(schema);
    case 'array':
      return fc.array(described(schema.items ?? {}, name), { maxLength: 4 });
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? 0, 0), max: Math.min(schema.maximum ?? 100, 10_000) });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return textOf(schema, name);
    default:
      return fc.constant({});
  }
}

function textOf({ format, pattern = '' }: Schema, name: string): fc.Arbitrary<unknown> {
  if (format === 'date-time') {
    return fc
      .integer({ min: -6_000, max: 6_000 })
      .map((minutes) => new Date(Date.now() + minutes * MINUTE_MS).toISOString());
  }
  if (pattern.startsWith('^(0|[1-9]')) return amounts;
  if (name === 'timeZone') return fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York');
  if (name === 'by') return fc.constantFrom('day', 'hour,product', 'product,model,resource');
  if (name === 'idempotencyKey') return keys.map((key) => key ?? 'k');
  if (/Id$|^(id|code|plan)$/.test(name)) return fc.oneof(seen(name), fc.constantFrom('fuzz-1', 'fuzz-2', 'fuzz-3'));
  return fc.constantFrom('inference', 'llama', 'h100', 'some words', 'naïve 💥');
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> {
  const members = Object.entries(properties).map(([name, member]) => [name, described(member, name)] as const);
  // Most of what may be left out is, as few of an object's members go together; but an amount says what something costs.
  const present = members.map(([name, value]) => {
    const isThere = required.includes(name) ? fc.constant(true) : inOneOf(name === 'amount' ? 1.25 : 8);
    return fc.tuple(fc.constant(name), value, isThere);
  });
  return fc.tuple(...present).map((all) => {
    const there = all.filter(([, , isThere]) => isThere);
    return Object.fromEntries(there.map(([name, value]) => [name, value]));
  });
}

/** Mostly a few members; now and then more than any map may have, or of names that none has. */
function mapOf(values: Schema, name: string): fc.Arbitrary<object> {
  const names = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('image', 'audio_second', 'project', 'naïve 💥') },
    { weight: 1, arbitrary: hostileText },
  );
  const members = fc.array(fc.tuple(names, described(values, name)), { maxLength: 3 });
  const tooMany = described(values, name).map((value) =>
    Array.from({ length: 101 }, (_, nth) => [`name-${nth}`, value]),
  );
  return fc
    .oneof({ weight: 30, arbitrary: members }, { weight: 1, arbitrary: tooMany })
    .map((all) => Object.fromEntries(all) as object);
}

const keys = fc.oneof(
  { weight: 30, arbitrary: fc.uuid() },
  { weight: 4, arbitrary: fc.constantFrom('key-1', 'key-2', 'key-3') },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** As described, or with one thing about it that is not. */
function bodyOf(schema: Schema): fc.Arbitrary<unknown> {
  const good = described(schema, 'body');
  const spoilt = fc.tuple(good, fc.nat(), hostile).map(([body, nth, value]) => {
    if (typeof body !== 'object' || body === null) return value;
    const names = [...Object.keys(body), 'surprise'];
    return { ...body, [names[nth % names.length] ?? '']: value };
  });
  return fc.oneof(
    { weight: 12, arbitrary: good },
    { weight: 4, arbitrary: spoilt },
    { weight: 1, arbitrary: hostile },
    { weight: 1, arbitrary: fc.constantFrom(...NO_JSON).map((text) => new Raw(text)) },
  );
}

const types = fc.oneof(
  { weight: 20, arbitrary: fc.constant('application/json') },
  { weight: 1, arbitrary: fc.constantFrom('text/plain', LINES, 'application/json; charset=x', '') },
);

type Payload = Pick<Request, 'body' | 'type'>;

/** Where lines are taken as well, half of all bodies are some. */
function payloadOf({ requestBody }: Operation): fc.Arbitrary<Payload> {
  const { 'application/json': json, [LINES]: lines } = requestBody?.content ?? {};
  const body = json?.schema ? bodyOf(json.schema) : fc.constant(undefined);
  const one = fc.record({ body, type: types });
  if (!lines?.schema) return one;
  const many = fc.array(bodyOf(lines.schema), { maxLength: 8 }).map((all) => new Lines(all));
  return fc.oneof(one, fc.record({ body: many, type: fc.constant(LINES) }));
}

function requestOf(route: string, method: string, operation: Operation): fc.Arbitrary<Request> {
  const { parameters = [] } = operation;
  const partNames = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  const part = (name: string): fc.Arbitrary<string | Seen> =>
    fc.oneof({ weight: 9, arbitrary: seen(name) }, { weight: 1, arbitrary: hostileText });
  const parts = fc.record(Object.fromEntries(partNames.map((name) => [name, part(name)])));
  const queries = parameters
    .filter((each) => each.in === 'query')
    .map(({ name, schema, required = false }) => {
      const good = described(schema, name).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
      const given = fc.oneof({ weight: 15, arbitrary: good }, { weight: 1, arbitrary: hostileText });
      const isGiven = required ? fc.constant(true) : inOneOf(name === 'cursor' || name === 'minRevision' ? 30 : 6);
      return fc.tuple(given, isGiven).map(([value, is]) => (is ? [[name, value] as const] : []));
    });
  const odd = fc.constantFrom<(readonly [string, string])[]>(
    [['surprise', '1']],
    [
      ['limit', '5'],
      ['limit', '6'],
    ],
  );
  const more = fc.oneof({ weight: 15, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: odd });
  const others = fc.record({
    method: fc.constant(method.toUpperCase()),
    path: fc.constant(route),
    parts,
    query: fc.tuple(...queries, more).map((all) => all.flat()),
    role: fc.oneof(
      { weight: 12, arbitrary: fc.constant('admin') },
      { weight: 1, arbitrary: fc.constantFrom('service', 'checkout', 'support', 'finance', 'auditor', 'stranger') },
    ),
    key: keys,
  });
  return fc.tuple(others, payloadOf(operation)).map(([request, payload]) => ({ ...request, ...payload }));
}

/** Of every route of the contract, commands and reads alike; few accounts are closed, for little becomes of them then. */
export const requests: fc.Arbitrary<Request> = fc.oneof(
  ...Object.entries(paths)
    .filter(([route]) => route.startsWith('/v1'))
    .flatMap(([route, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        weight: route.endsWith('/close') ? 1 : 20,
        arbitrary: requestOf(route, method, operation),
      })),
    ),
);

/** `find` gives the id that stands for a name. */
export function write(value: unknown, find: (seen: Seen) => string): string {
  if (value instanceof Raw) return value.json;
  if (value instanceof Lines) return value.all.map((line) => `${write(line, find)}\n`).join('');
  if (Array.isArray(value)) return `[${value.map((each) => write(each, find)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (isSeen(value)) return JSON.stringify(find(value));
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${write(member, find)}`)
    .join(',')}}`;
}

export const isSeen = (value: object): value is Seen => 'seen' in value && 'nth' in value;
