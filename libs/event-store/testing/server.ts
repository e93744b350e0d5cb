/** An event store node as a process of its own, for specs that need one that can be killed. */
import { type EmbeddedNode, startEmbeddedNode } from '../../../eventstore-node/contract/embedded-node.js';
import { compileNode } from '../../../eventstore-node/testing/compiled-node.js';

export type Server = EmbeddedNode;

/** One node on code of its own that misbehaves on request; `remove` takes both away. */
export async function startServer(): Promise<Server> {
  const { main, remove } = compileNode();
  const node = await startEmbeddedNode(main, ['--faults']);
  return { ...node, remove: () => node.remove().finally(remove) };
}
