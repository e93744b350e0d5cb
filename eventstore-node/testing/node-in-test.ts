import { jest } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { startNode, type RunningNode } from '../src/node.js';
import type { NodeOptions } from '../src/options.js';
import { disposeOf } from './dispose-of.js';
import { freePort } from './free-port.js';
import { testOptions } from './test-options.js';

export { disposeOf };

// Machines that do other work as well are slow; no spec is about speed.
jest.setTimeout(60_000);

export interface NodeInTest {
  readonly node: RunningNode;
  readonly client: EventStoreDBClient;
  readonly url: string;
  stop(): Promise<void>;
}

/** A node in this process that keeps nothing, and the one client of it. */
export async function startNodeInTest(options: Partial<NodeOptions> = {}): Promise<NodeInTest> {
  const node = await startNode({ ...testOptions, port: await freePort(), ...options });
  const url = `esdb://127.0.0.1:${node.port}?tls=false`;
  const client = EventStoreDBClient.connectionString(url);
  return {
    node,
    client,
    url,
    async stop() {
      await disposeOf(client);
      await node.stop();
    },
  };
}

/** Everything an iterable yields. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** The first `count` items; then the iterable is left. */
export async function take<Item>(count: number, items: AsyncIterable<Item>): Promise<Item[]> {
  const taken: Item[] = [];
  if (count === 0) return taken;
  for await (const item of items) if (taken.push(item) === count) break;
  return taken;
}

/** What the events of the specs carry. */
export const numberOf = ({ event }: { event?: { data: unknown } | undefined }): number =>
  (event as { data: { number: number } }).data.number;

/** The error that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { readonly type: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error & { readonly type: string };
  }
  throw new Error('The promise was kept.');
}

export interface Stats {
  readonly es: { readonly lastPosition: number; readonly subscriptions: { readonly cutOff: number } };
}

export const statsOf = async ({ node }: NodeInTest): Promise<Stats> =>
  (await (await fetch(`http://127.0.0.1:${node.port}/stats`)).json()) as Stats;

const SO_WITHIN_MS = 60_000;

/** Looks again and again until it is so. A test that has failed must not go on looking for ever. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const giveUpAt = performance.now() + SO_WITHIN_MS; !(await isSo());) {
    if (performance.now() > giveUpAt) throw new Error(`It was not so within ${SO_WITHIN_MS} ms: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
