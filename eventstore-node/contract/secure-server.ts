/** Where lines about users are tried: the server, if it has TLS and users; else an embedded node that has. */
import { startEmbeddedNode, type EmbeddedNode } from './embedded-node.js';
import { connect, type ServerUnderContract } from './server-under-contract.js';

export interface SecureServer {
  /** Absent where there is neither. */
  readonly get?: () => Promise<ServerUnderContract>;
  remove(): Promise<void>;
}

export function secureServer(url: string, embeddedMain: string | undefined): SecureServer {
  let node: EmbeddedNode | undefined;
  let server: ServerUnderContract | undefined;
  const start = async (): Promise<ServerUnderContract> => {
    node = await startEmbeddedNode(embeddedMain as string, [], { hasUsers: true });
    return connect(node.url);
  };
  const given = connect(url);
  const hasTls = given.address.usesTls;
  return {
    ...(hasTls || embeddedMain ? { get: async () => (server ??= hasTls ? given : await start()) } : {}),
    async remove() {
      await server?.disconnect();
      await given.disconnect();
      await node?.remove();
    },
  };
}
