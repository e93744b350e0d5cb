/** From what Nest writes, which is OpenAPI 3.0, to 3.1, whose schemas are JSON Schema. */

type Part = { readonly [keyword: string]: unknown };

/** The same document: null is a type, a reference may be described, and examples are a list. */
export function inDialectOf31(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inDialectOf31);
  if (typeof part !== 'object' || part === null) return part;
  const { nullable, allOf, example, ...keywords } = part as Part;
  const [only] = Array.isArray(allOf) && allOf.length === 1 ? (allOf as Part[]) : [];
  const others = { ...keywords, ...(allOf !== undefined && !only && { allOf }) };
  const plain = Object.fromEntries(Object.entries(others).map(([name, value]) => [name, inDialectOf31(value)]));
  return {
    ...plain,
    // A member may be called so: its schema is no keyword's value.
    ...(nullable !== undefined && nullable !== true && { nullable: inDialectOf31(nullable) }),
    ...(only && (nullable === true ? { anyOf: [only, { type: 'null' }] } : only)),
    ...(nullable === true && (only ? { type: undefined } : orNull(plain))),
    ...(example !== undefined && ('in' in plain ? { example } : { examples: [example] })),
  };
}

const orNull = ({ type, enum: choices }: Part): Part => ({
  type: [type, 'null'],
  ...(Array.isArray(choices) && { enum: [...(choices as unknown[]), null] }),
});
