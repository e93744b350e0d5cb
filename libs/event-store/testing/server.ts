/** Event store nodes as processes of their own, for specs that need one that can be killed. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transformFileSync } from '@swc/core';
import { type EmbeddedNode, startEmbeddedNode } from '../../../eventstore-node/contract/embedded-node.js';

export type Server = EmbeddedNode;

/** The embedded node, compiled into a directory of its own: the product is not built while its specs run. */
export function compileNode(): { main: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-event-store-code-'));
  const source = path.resolve('apps/eventstore');
  writeFileSync(path.join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(path.resolve('node_modules'), path.join(directory, 'node_modules'));
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const target = path.join(directory, name.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
    writeFileSync(target, transformFileSync(path.join(source, name), { jsc, module: { type: 'es6' } }).code);
  }
  return { main: path.join(directory, 'main.js'), remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** One node on code of its own that misbehaves on request; `remove` takes both away. */
export async function startServer(): Promise<Server> {
  const { main, remove } = compileNode();
  const node = await startEmbeddedNode(main, ['--faults']);
  return { ...node, remove: () => node.remove().finally(remove) };
}
