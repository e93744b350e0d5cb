/** The product's sources as the compiler reads them, for what is generated out of them. */
import ts from 'typescript';
import { inRoot, root } from './paths.mjs';

/** Packages stay out: what is looked for is said in our own sources. */
export function readSources() {
  const { config } = ts.readConfigFile(inRoot('tsconfig.build.json'), (file) => ts.sys.readFile(file));
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const given = { ...options, noLib: true, types: [] };
  const host = ts.createCompilerHost(given);
  host.fileExists = (file) => !file.includes('/node_modules/') && ts.sys.fileExists(file);
  return ts.createProgram(fileNames, given, host);
}
