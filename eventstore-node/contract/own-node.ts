/** A client for a line's own node, gone before the node is: what its end would leave unanswered, all clients share. */
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { EmbeddedNode } from './embedded-node.js';
import { connect, type ServerUnderContract } from './server-under-contract.js';

export async function through<Result>(
  node: EmbeddedNode,
  work: (client: EventStoreDBClient, server: ServerUnderContract) => Promise<Result>,
): Promise<Result> {
  const server = connect(node.url);
  try {
    return await work(server.client, server);
  } finally {
    await server.disconnect();
  }
}
