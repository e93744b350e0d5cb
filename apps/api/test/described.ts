/**
 * Holds answers against docs/openapi.json, in which every object is taken as closed: what the document does not name is not
 * answered, and no refusal is met whose code its route does not list.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export type Schema = { readonly [keyword: string]: unknown };
type Response = { readonly $ref?: string; readonly content?: Content };
type Content = Readonly<
  Record<string, { readonly schema: Schema; readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>
>;
export type Operation = {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
};
export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const file = path.resolve(import.meta.dirname, '../../../docs/openapi.json');
export const document = JSON.parse(readFileSync(file, 'utf8')) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const { schemas } = document.components;
ajv.addSchema({ ...document, components: { ...document.components, schemas: closed(schemas) } }, 'openapi');

/** Routes without parameters first: `/v1/accounts` is no account's. */
const routes = Object.entries(document.paths)
  .map(([template, operations]) => ({
    template,
    operations,
    pattern: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  .toSorted((a, b) => a.pattern.source.split('[^/]+').length - b.pattern.source.split('[^/]+').length);

/**
 * Throws where a JSON answer is not as the document describes it. A refusal of what is no route at all is described nowhere.
 */
export function requireDescribed(method: string, route: string, status: number, body: unknown): void {
  const [pathname = ''] = route.split('?');
  const verb = method.toLowerCase();
  const place = routes.find(({ pattern, operations }) => pattern.test(pathname) && Object.hasOwn(operations, verb));
  if (!place && status >= 400) return;
  const validate = place && validatorOf(place.template, verb, status);
  if (!validate) throw new Error(`${method} ${pathname}: no answer ${status} is described`);
  const wrong = faultsOf(validate, body);
  if (wrong !== '') throw new Error(`${method} ${pathname} is not as described: ${wrong}`);
}

/** What a value is not that the schema at a place of the document describes; empty where it is as described. */
export function faultsAt(place: readonly string[], value: unknown): string {
  const validate = ajv.getSchema(`openapi#${pointer(...place)}`);
  return validate ? faultsOf(validate, value) : `there is no schema at ${place.join(' ')}`;
}

function faultsOf(validate: ValidateFunction, value: unknown): string {
  if (validate(value)) return '';
  const errors = validate.errors ?? [];
  return errors
    .map(({ instancePath, message, params }) => [instancePath, message, ...Object.values(params)].join(' '))
    .join('; ');
}

function validatorOf(template: string, verb: string, status: number): ValidateFunction | undefined {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  const response = document.paths[template]?.[verb]?.responses[status];
  const at = response?.$ref?.slice(1) ?? pointer('paths', template, verb, 'responses', String(status));
  return ajv.getSchema(`openapi#${at}${pointer('content', type, 'schema')}`);
}

const pointer = (...names: readonly string[]): string =>
  names.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** The same schemas, each object of which has no members but those that it names. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const own = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  return 'properties' in part && 'type' in part && !('additionalProperties' in part)
    ? { ...own, additionalProperties: false }
    : own;
}
