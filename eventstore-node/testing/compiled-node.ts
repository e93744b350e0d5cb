/** The node compiled into a directory of its own, so that a test can run it as a process and kill it. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFileSync } from '@swc/core';

const source = fileURLToPath(new URL('../src', import.meta.url));
const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** What is built is left alone: it may be running, or being built, while the tests run. */
export function compileNode(): { main: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'eventstore-node-'));
  writeFileSync(path.join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(packages, path.join(directory, 'node_modules'));
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const target = path.join(directory, name.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
    writeFileSync(target, transformFileSync(path.join(source, name), { jsc, module: { type: 'es6' } }).code);
  }
  return { main: path.join(directory, 'main.js'), remove: () => rmSync(directory, { recursive: true, force: true }) };
}
