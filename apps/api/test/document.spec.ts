/** What docs/openapi.json promises by itself: examples that hold, and limits to all that is taken in. */
import { describe, expect, it } from '@jest/globals';
import { type Operation, type Schema, document, faultsAt } from './described.js';

type Route = { readonly name: string; readonly at: readonly string[]; readonly operation: Operation };

const routes: readonly Route[] = Object.entries(document.paths)
  .filter(([path]) => path.startsWith('/v1'))
  .flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      at: ['paths', path, method],
      operation,
    })),
  );

/** Each content of a route that is sent or answered with success, and where its schema is. */
const contents = routes.flatMap(({ name, at, operation: { requestBody, responses } }) =>
  [
    ...Object.entries(requestBody?.content ?? {}).map(([type, media]) => ({ part: ['requestBody'], type, media })),
    ...Object.entries(responses)
      .filter(([status]) => status < '300')
      .flatMap(([status, { content = {} }]) =>
        Object.entries(content).map(([type, media]) => ({ part: ['responses', status], type, media })),
      ),
  ].map(({ part, type, media }) => ({
    what: `${name} ${part.join(' ')} ${type}`,
    at: [...at, ...part, 'content', type, 'schema'],
    isOfLines: type.endsWith('ndjson') && media.schema['type'] !== 'string',
    examples: Object.values(media.examples ?? {}).map(({ value }) => value),
  })),
);

describe('the OpenAPI document', () => {
  it('has an example of every request and answer, each of which is as described', () => {
    expect(contents.length).toBeGreaterThan(90);
    expect(contents.filter(({ examples }) => examples.length === 0).map(({ what }) => what)).toEqual([]);
    for (const { what, at, isOfLines, examples } of contents) {
      const values = isOfLines ? examples.flatMap((text) => linesOf(String(text))) : examples;
      for (const value of values) expect([what, faultsAt(at, value)]).toEqual([what, '']);
    }
  });

  it('names the version whose schemas are JSON Schema', () => {
    expect(document).toMatchObject({ openapi: '3.1.0' });
    expect(JSON.stringify(document)).not.toContain('"nullable":');
  });

  it('limits every text, number, list and object that is taken in', () => {
    const unlimited = routes.flatMap(({ name, operation: { parameters = [], requestBody } }) => [
      ...parameters.flatMap((each) => unlimitedIn(each.schema, `${name} ${each.name}`)),
      ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => unlimitedIn(schema, name)),
    ]);
    expect(unlimited).toEqual([]);
  });

  it.each<[Schema, string]>([
    [{ type: 'string', pattern: '^a' }, 'x has no longest text'],
    [{ type: 'integer', minimum: 0 }, 'x has no least and greatest number'],
    [{ type: 'array', items: { enum: ['a'] } }, 'x has no greatest number of items'],
    [{ type: 'array', maxItems: 2, items: { type: 'string' } }, 'x[] has no longest text'],
    [{ type: 'object', additionalProperties: { enum: ['a'] } }, 'x has no greatest number of members'],
    [{ type: 'object', properties: { a: { type: 'string' } } }, 'x.a has no longest text'],
    [{}, 'x has no type'],
  ])('would be found without a limit: %j', (schema, fault) => expect(unlimitedIn(schema, 'x')).toContain(fault));
});

const linesOf = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** The parts of a schema that anything fits, however large. */
function unlimitedIn(schema: Schema, at: string): readonly string[] {
  const { $ref, anyOf, items, properties = {}, additionalProperties: others } = schema;
  const [type] = [schema['type']].flat().filter((each) => each !== 'null');
  if (typeof $ref === 'string') {
    return unlimitedIn(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, at);
  }
  if (Array.isArray(anyOf)) return (anyOf as readonly Schema[]).flatMap((each) => unlimitedIn(each, at));
  if ('enum' in schema || type === 'boolean' || schema['type'] === 'null') return [];
  const has = (...keywords: readonly string[]) => keywords.every((keyword) => typeof schema[keyword] === 'number');
  switch (type) {
    case 'string':
      return has('maxLength') ? [] : [`${at} has no longest text`];
    case 'integer':
      return has('minimum', 'maximum') ? [] : [`${at} has no least and greatest number`];
    case 'array':
      return [
        ...(has('maxItems') ? [] : [`${at} has no greatest number of items`]),
        ...unlimitedIn(items as Schema, `${at}[]`),
      ];
    case 'object':
      return [
        ...(others === false || has('maxProperties') ? [] : [`${at} has no greatest number of members`]),
        ...(typeof others === 'object' ? unlimitedIn(others as Schema, `${at}.*`) : []),
        ...Object.entries(properties as object).flatMap(([name, member]) =>
          unlimitedIn(member as Schema, `${at}.${name}`),
        ),
      ];
    default:
      return [`${at} has no type`];
  }
}
