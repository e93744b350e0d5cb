/** The shape of a type as the compiler sees it: a line for each property, however deep. For specs that watch over it. */
import ts from 'typescript';

/** `file` exports the type. A property that may be missing or null ends in `?`; literals count as what they are literals of. */
export function shapeOf(file: string, typeName: string): readonly string[] {
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts'],
    types: [],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === typeName);
  if (!source || !symbol) throw new Error(`${file} exports no ${typeName}`);
  return linesOf(checker.getDeclaredTypeOfSymbol(symbol), '');

  function linesOf(type: ts.Type, path: string): readonly string[] {
    if (checker.isArrayType(type) || checker.isTupleType(type))
      return checker.getTypeArguments(type as ts.TypeReference).flatMap((each) => linesOf(each, `${path}[]`));
    if (!isPlain(type)) return [`${path}: ${checker.typeToString(checker.getBaseTypeOfLiteralType(type))}`];
    const values = type.getStringIndexType();
    const properties = type.getProperties().flatMap((property) => {
      const declared = checker.getTypeOfSymbol(property);
      const value = checker.getNonNullableType(declared);
      return linesOf(value, `${path}.${property.name}${value === declared ? '' : '?'}`);
    });
    return [...properties, ...(values ? linesOf(values, `${path}{}`) : [])].toSorted();
  }
}

/** An object, or several in one; not a string with a brand. */
const isPlain = (type: ts.Type): boolean =>
  type.isIntersection() ? type.types.every(isPlain) : (type.flags & ts.TypeFlags.Object) !== 0;
