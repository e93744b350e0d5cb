/** Tries one line, and says what came of it. */
import { isDeepStrictEqual } from 'node:util';
import type { ContractLine, Promised, StartNode } from './contract-line.js';
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
}

const PATIENCE_MS = 60_000;

export async function tryLine<Server>(
  line: ContractLine<Server>,
  ground: Ground<Server>,
  patienceMs = PATIENCE_MS,
): Promise<Result> {
  if ('onlyEmbedded' in line && ground.embeddedMain === undefined)
    return { line, verdict: 'not tried here', observed: line.onlyEmbedded };
  const observed = await withinPatience(observe(line, ground), patienceMs);
  return { line, verdict: isDeepStrictEqual(observed, line.expected) ? 'same' : 'different', observed };
}

const observe = <Server>(line: ContractLine<Server>, { server, embeddedMain }: Ground<Server>): Promise<unknown> =>
  'onlyEmbedded' in line ? withNodes(embeddedMain as string, line.observe) : line.observe(server);

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
