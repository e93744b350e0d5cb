/** Holds answers against docs/openapi.json: members, types, patterns. What a class of the API describes is what it answers with. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

type Schema = {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly nullable?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
};
type Response = { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> };
type Operation = { readonly responses: Readonly<Record<string, Response>> };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const file = path.resolve(import.meta.dirname, '../../../docs/openapi.json');
const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as Document;

/** Routes without parameters first: `/v1/accounts` is no account's. */
const routes = Object.entries(paths)
  .map(([template, operations]) => ({
    operations,
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  .toSorted((a, b) => a.pattern.source.split('[^/]+').length - b.pattern.source.split('[^/]+').length);

/** Throws where a JSON answer is not as the document describes it. */
export function requireDescribed(method: string, route: string, status: number, body: unknown): void {
  const [pathname = ''] = route.split('?');
  const operation = routes.find(({ pattern }) => pattern.test(pathname))?.operations[method.toLowerCase()];
  const schema = operation?.responses[String(status)]?.content?.['application/json']?.schema;
  if (!schema) throw new Error(`${method} ${pathname}: no answer ${status} is described`);
  const wrong = differences(body, schema, '');
  if (wrong.length > 0) throw new Error(`${method} ${pathname} is not as described: ${wrong.join('; ')}`);
}

function differences(value: unknown, schema: Schema, at: string): readonly string[] {
  const { $ref, allOf, oneOf, nullable, enum: allowed, pattern, type } = schema;
  if (value === null) return nullable ? [] : [`${at} is null`];
  if ($ref) return differences(value, components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, at);
  if (allOf) return allOf.flatMap((each) => differences(value, each, at));
  if (oneOf) {
    const each = oneOf.map((one) => differences(value, one, at));
    return each.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  if (allowed && !allowed.includes(value)) return [`${at} is ${JSON.stringify(value)}`];
  switch (type) {
    case 'object':
      return differencesOfObject(value, schema, at);
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((each, n) => differences(each, schema.items ?? {}, `${at}[${n}]`))
        : [`${at} is no array`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${at} is no integer`];
    case 'string':
      if (typeof value !== 'string') return [`${at} is no string`];
      return pattern && !new RegExp(pattern).test(value) ? [`${at} is ${value}`] : [];
    default:
      return type === undefined || typeof value === type ? [] : [`${at} is no ${type}`];
  }
}

function differencesOfObject(value: unknown, schema: Schema, at: string): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, member]) => {
      const described = properties[name] ?? others;
      if (described) return differences(member, described, `${at}.${name}`);
      return additionalProperties === true ? [] : [`${at}.${name} is not described`];
    }),
  ];
}
