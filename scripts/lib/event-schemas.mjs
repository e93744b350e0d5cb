/**
 * JSON Schemas of stored events, made of the types that the codecs are made for: `createCodec<AccountEvent>(…)` names the
 * events, its formats how often their shape has changed.
 */
import ts from 'typescript';

/** @typedef {{ [keyword: string]: unknown }} Schema */

const INSTANT = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`;
const AMOUNT = String.raw`^(0|[1-9]\d*)\.\d{2,18}$`;
/** What a branded text looks like. @type {Record<string, Schema>} */
const BRANDS = {
  Instant: { type: 'string', format: 'date-time', pattern: INSTANT },
  Amount: { type: 'string', pattern: AMOUNT },
};

/** By file name, `PromoGranted.v1.json`: today's version of each event. @param {ts.Program} program */
export function eventSchemas(program) {
  const checker = program.getTypeChecker();
  const sources = program
    .getSourceFiles()
    .filter(({ fileName }) => /\/libs\/event-store\/(codec\/|clock)/.test(fileName));
  const metadata = typeNamed(sources, checker, 'StoredMetadata');
  /** @type {Record<string, Schema>} */
  const schemas = {};
  for (const { events, versionOf } of sources.flatMap((source) => codecsIn(source, checker))) {
    for (const event of events) {
      const name = literalOf(event, 'type', checker);
      const version = versionOf(name);
      schemas[`${name}.v${version}.json`] = schemaOfEvent(name, version, { event, metadata, checker });
    }
  }
  return schemas;
}

/**
 * @param {string} name @param {number} version
 * @param {{ event: ts.Type, metadata: ts.Type, checker: ts.TypeChecker }} types
 * @returns {Schema}
 */
function schemaOfEvent(name, version, { event, metadata, checker }) {
  const envelope = schemaOf(metadata, checker);
  const properties = { .../** @type {Schema} */ (envelope.properties), v: { const: version } };
  const data = schemaOf(memberOf(event, 'data', checker), checker);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${name}, version ${version}`,
    description: 'As it is stored; where metadata.isDeflated, `data` is { deflated }: base64 of this JSON, deflated.',
    type: 'object',
    properties: {
      type: { const: name },
      data: name === 'EntriesJoined' ? asStored(data, properties) : data,
      metadata: { ...envelope, properties },
    },
    required: ['type', 'data', 'metadata'],
    additionalProperties: false,
  };
}

/**
 * An entry that is held has the version of its type beside it, and the turn that an event has in its metadata.
 * @param {Schema} data @param {Schema} metadata @returns {Schema}
 */
function asStored(data, { turn }) {
  const text = JSON.stringify(data).replace(
    '"type":{"type":"string"}',
    `"type":{"type":"string"},"v":{"type":"integer"},"turn":${JSON.stringify(turn)}`,
  );
  return JSON.parse(text.replace('"required":["type",', '"required":["type","v",'));
}

/** @param {ts.SourceFile} source @param {ts.TypeChecker} checker */
function codecsIn(source, checker) {
  /** @type {{ events: readonly ts.Type[], versionOf: (name: string) => number }[]} */
  const codecs = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'createCodec' && node.typeArguments?.[0]) {
      const type = checker.getTypeFromTypeNode(node.typeArguments[0]);
      const formats = node.arguments[1];
      codecs.push({ events: partsOf(type), versionOf: (name) => upcastersIn(formats, name) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return codecs;
}

/** @param {ts.Expression | undefined} formats @param {string} name */
function upcastersIn(formats, name) {
  const upcasters = valueAt(valueAt(formats, name), 'upcasters');
  return upcasters && ts.isArrayLiteralExpression(upcasters) ? upcasters.elements.length : 0;
}

/** @param {ts.Expression | undefined} object @param {string} name */
function valueAt(object, name) {
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const member = object.properties.find((each) => each.name?.getText() === name);
  return member && ts.isPropertyAssignment(member) ? member.initializer : undefined;
}

/** @param {readonly ts.SourceFile[]} sources @param {ts.TypeChecker} checker @param {string} name */
function typeNamed(sources, checker, name) {
  for (const statement of sources.flatMap((source) => [...source.statements])) {
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name)
      return checker.getTypeAtLocation(statement.name);
  }
  throw new Error(`there is no type ${name}`);
}

/** @param {ts.Type} type */
const partsOf = (type) => (type.isUnion() ? type.types : [type]);

/** @param {ts.Type} type @param {string} name @param {ts.TypeChecker} checker */
function memberOf(type, name, checker) {
  const member = type.getProperty(name);
  if (!member) throw new Error(`an event has no ${name}`);
  return checker.getTypeOfSymbol(member);
}

/** @param {ts.Type} type @param {string} name @param {ts.TypeChecker} checker */
function literalOf(type, name, checker) {
  const member = memberOf(type, name, checker);
  if (!member.isStringLiteral()) throw new Error(`the ${name} of an event is no literal`);
  return member.value;
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker @returns {Schema} */
function schemaOf(type, checker) {
  const brand = brandOf(type, checker);
  if (brand) return BRANDS[brand] ?? { type: 'string' };
  if (type.flags & ts.TypeFlags.Unknown) return {};
  if (type.flags & ts.TypeFlags.BooleanLike && !(type.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
  if (type.isUnion()) return schemaOfUnion(type, checker);
  if (type.isStringLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
  if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
  if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
  // Nothing that is stored has a fraction: amounts are text.
  if (type.flags & ts.TypeFlags.NumberLike) return { type: 'integer' };
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
    return { type: 'array', items: item ? schemaOf(item, checker) : {} };
  }
  return schemaOfObject(type, checker);
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker */
function brandOf(type, checker) {
  const member = type.isIntersection() ? type.getProperty('__brand') : undefined;
  const brand = member && checker.getTypeOfSymbol(member);
  return brand?.isStringLiteral() ? brand.value : undefined;
}

/** @param {ts.UnionType} type @param {ts.TypeChecker} checker @returns {Schema} */
function schemaOfUnion({ types }, checker) {
  const parts = types.filter((each) => !(each.flags & ts.TypeFlags.Undefined)).map((each) => schemaOf(each, checker));
  if (parts.every((part) => 'const' in part)) return { enum: parts.map((part) => part.const) };
  return parts.length === 1 ? { ...parts[0] } : { anyOf: parts };
}

/** @param {ts.Type} type @param {ts.TypeChecker} checker @returns {Schema} */
function schemaOfObject(type, checker) {
  const members = checker.getPropertiesOfType(type);
  const others = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  const required = members.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map((each) => [each.name, schemaOf(checker.getTypeOfSymbol(each), checker)]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: others && !(others.flags & ts.TypeFlags.Never) ? schemaOf(others, checker) : false,
  };
}
