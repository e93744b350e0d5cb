/** The schemas of answers, out of the OpenAPI document: plain JSON Schema, with nothing left to look up. */
import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = { readonly [keyword: string]: unknown };

/**
 * Undefined where no JSON is described, or one of several kinds: whoever writes it would have to try them all. `url` is the
 * pattern of a route.
 */
export function answerSchema(document: OpenAPIObject, method: string, url: string, status: number): object | undefined {
  const path = url.replaceAll(/:(\w+)/g, '{$1}');
  const operations = document.paths[path] as Readonly<Record<string, Described>> | undefined;
  const content = operations?.[method.toLowerCase()]?.responses[status]?.content;
  const schema = content?.['application/json']?.schema;
  const whole = schema && (resolved(schema, document.components?.schemas as Schema) as object);
  return JSON.stringify(whole ?? {}).includes('"oneOf":') ? undefined : whole;
}

type Described = {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
};

/** Examples and descriptions are for people. */
const FOR_PEOPLE = new Set(['examples', 'description']);

/** With `nullable` for what may be null, which is written faster than a choice of types. */
function resolved(part: unknown, schemas: Schema): unknown {
  if (Array.isArray(part)) return part.map((each) => resolved(each, schemas));
  if (typeof part !== 'object' || part === null) return part;
  const { $ref, anyOf, type, ...keywords } = part as Schema;
  if (typeof $ref === 'string') return resolved(schemas[$ref.split('/').at(-1) ?? ''], schemas);
  const [only, none] = Array.isArray(anyOf) ? (anyOf as Schema[]) : [];
  if (none?.['type'] === 'null') return { ...(resolved(only, schemas) as object), nullable: true };
  const own = Object.entries({ ...keywords, ...(anyOf !== undefined && { anyOf }) })
    .filter(([keyword, value]) => !(FOR_PEOPLE.has(keyword) && (typeof value !== 'object' || Array.isArray(value))))
    .map(([keyword, value]) => [keyword, resolved(value, schemas)]);
  return { ...typeOf(type), ...Object.fromEntries(own) };
}

function typeOf(type: unknown): Schema {
  if (!Array.isArray(type)) return type === undefined ? {} : { type };
  return { type: (type as string[]).find((each) => each !== 'null'), nullable: true };
}
