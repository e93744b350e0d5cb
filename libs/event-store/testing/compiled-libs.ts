/** Libraries compiled with what serves their tests, which the build leaves out, so that a test can run it as a process. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformFileSync } from '@swc/core';

const LIBRARIES = ['domain', 'event-store'];
const swc = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } } as const;

/** What is built is left alone: it may be running, or being built, while the tests run. */
export function compileLibs(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-libs-'));
  const imports = Object.fromEntries(LIBRARIES.map((library) => [`#${library}/*`, `./${library}/*`]));
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify({ type: 'module', imports }));
  symlinkSync(path.resolve('node_modules'), path.join(directory, 'node_modules'));
  for (const library of LIBRARIES) {
    for (const name of readdirSync(path.join('libs', library), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
      const target = path.join(directory, library, name.replace(/\.ts$/, '.js'));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, transformFileSync(path.join('libs', library, name), swc).code);
    }
  }
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
