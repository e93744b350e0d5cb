/** The product's sources as the compiler reads them, for what is generated out of them. */
import ts from 'typescript';
import { inRoot, root } from './paths.mjs';

/**
 * Packages stay out: what is looked for is said in our own sources. So does the language's own library where only names are
 * followed, which is far quicker; types that are made of others (`Partial`, `Omit`) need it.
 * @param {(file: string) => boolean} isWanted Of the files to begin with; what they import comes with them.
 * @param {{ hasLibrary?: boolean }} [options]
 */
export function readSources(isWanted, { hasLibrary = false } = {}) {
  const { config } = ts.readConfigFile(inRoot('tsconfig.build.json'), (file) => ts.sys.readFile(file));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const given = { ...options, types: [], ...(hasLibrary ? { lib: ['lib.es2023.d.ts'] } : { noLib: true }) };
  const host = ts.createCompilerHost(given);
  host.fileExists = (file) => !file.includes('/node_modules/') && ts.sys.fileExists(file);
  return ts.createProgram(fileNames.filter(isWanted), given, host);
}
