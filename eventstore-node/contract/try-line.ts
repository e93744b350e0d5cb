/** Tries one line, and says what came of it. */
import { isExpected, type ContractLine, type Promised, type StartNode } from './contract-line.js';
import { startEmbeddedNode, type EmbeddedNode } from './embedded-node.js';
import { errorText } from './outcomes.js';
import type { ServerUnderContract } from './server-under-contract.js';

export interface Result {
  readonly line: Promised;
  readonly verdict: 'same' | 'different' | 'not tried here';
  /** What was seen; why it was not tried. */
  readonly observed: unknown;
}

export interface Ground<Server = ServerUnderContract> {
  readonly server: Server;
  /** The node's compiled entry; absent where the server is someone's, and nodes of our own would prove nothing. */
  readonly embeddedMain?: string | undefined;
  /** A server with TLS and users, if there is one. */
  readonly secureServer?: (() => Promise<ServerUnderContract>) | undefined;
}

const PATIENCE_MS = 60_000;

export async function tryLine<Server>(
  line: ContractLine<Server>,
  ground: Ground<Server>,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  const observation = observe(line, ground);
  if (typeof observation === 'string') return { line, verdict: 'not tried here', observed: observation };
  const observed = await withinPatience(observation, patienceMs);
  return { line, verdict: isExpected(observed, line.expected) ? 'same' : 'different', observed };
}

/** What is seen; or why nobody looks. */
function observe<Server>(line: ContractLine<Server>, ground: Ground<Server>): Promise<unknown> | string {
  const { server, embeddedMain, secureServer } = ground;
  if ('onlyEmbedded' in line)
    return embeddedMain === undefined ? line.onlyEmbedded : withNodes(embeddedMain, line.observe);
  if ('needsUsers' in line) return secureServer ? secureServer().then(line.observe) : 'it needs TLS and users';
  return line.observe(server);
}

async function withNodes(main: string, observeOn: (startNode: StartNode) => Promise<unknown>): Promise<unknown> {
  const nodes: EmbeddedNode[] = [];
  try {
    return await observeOn(async (options) => {
      const node = await startEmbeddedNode(main, options);
      nodes.push(node);
      return node;
    });
  } finally {
    for (const node of nodes) await node.remove();
  }
}

/** An error that a line did not ask for, and silence, are observations too: they differ from every promise. */
async function withinPatience(observation: Promise<unknown>, patienceMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<unknown>((resolve) => {
    timer = setTimeout(() => resolve(`nothing within ${patienceMs / 1000} s`), patienceMs);
  });
  try {
    return await Promise.race([observation, silence]);
  } catch (error) {
    return `failed with ${errorText(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
