/** The list of what Nest is to make for the API, read out of the sources: every controller, and every handler of the two buses. */
import ts from 'typescript';

const KINDS = { controllers: ['Controller'], handlers: ['CommandHandler', 'QueryHandler'] };

/**
 * The text of apps/api/src/features.ts. `folder`: the sources that are looked through.
 * @param {ts.Program} program @param {string} folder
 */
export function featuresModule(program, folder) {
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(folder));
  const features = files
    .map((file) => ({ from: file.fileName.slice(folder.length).replace(/\.ts$/, ''), classes: classesIn(file) }))
    .filter(({ classes }) => classes.length > 0)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const imports = features.map(
    ({ from, classes }) => `import { ${classes.map(({ name }) => name).join(', ')} } from './${from}.js';`,
  );
  const classes = features.flatMap((feature) => feature.classes);
  const lists = Object.entries(KINDS).map(([list, decorators]) => {
    const names = classes.filter(({ decorator }) => decorators.includes(decorator)).map(({ name }) => name);
    return `export const ${list} = [${names.join(', ')}];`;
  });
  return [HEAD, ...imports, '', ...lists, ''].join('\n');
}

const HEAD =
  '/** Every feature of the API: the controllers, and the handlers of the buses. Written by `npm run docs`. */';

/**
 * @param {ts.SourceFile} file
 * @returns {{ name: string, decorator: string }[]}
 */
const classesIn = (file) =>
  file.statements.filter(ts.isClassDeclaration).flatMap((declaration) => {
    const decorator = (ts.getDecorators(declaration) ?? [])
      .map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText(file) : ''))
      .find((name) => Object.values(KINDS).flat().includes(name));
    return decorator && declaration.name ? [{ name: declaration.name.text, decorator }] : [];
  });
