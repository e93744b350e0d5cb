/** Charges that go on until told to stop, and an exact account of which of them were acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import { decided } from './client.js';

export type Load = {
  /** Keys of acknowledged charges, by account. */
  readonly acknowledged: ReadonlyMap<string, readonly string[]>;
  /** The last revision that was answered, by account. */
  readonly revisions: ReadonlyMap<string, number>;
  readonly count: () => number;
  /** Resolves once so many more charges than now have been acknowledged. */
  more(charges: number, withinMs?: number): Promise<void>;
  /** Starts nothing new; resolves when every charge that was sent has been decided. */
  stop(): Promise<void>;
};

export type LoadOptions = {
  readonly urls: readonly string[];
  readonly accountIds: readonly string[];
  readonly clients: number;
  readonly amount: string;
  /** Tells the keys of this load from those of others. */
  readonly name: string;
};

export function startLoad({ urls, accountIds, clients, amount, name }: LoadOptions): Load {
  const acknowledged = new Map<string, string[]>(accountIds.map((id) => [id, []]));
  const revisions = new Map<string, number>();
  let count = 0;
  let isStopping = false;
  let failure: Error | undefined;

  async function client(_: unknown, id: number): Promise<void> {
    for (let nth = 0; !isStopping; nth++) {
      const accountId = accountIds[(id + nth) % accountIds.length] ?? '';
      const key = `${name}-${id}-${nth}`;
      const route = `/v1/accounts/${accountId}/charges`;
      const urlOf = (attempt: number) => urls[(id + nth + attempt) % urls.length] ?? '';
      const reply = await decided(urlOf, route, { amount, product: 'inference' }, key, { withinMs: 90_000 });
      if (reply.status !== 201) throw new Error(`${key}: ${reply.status} ${JSON.stringify(reply.body)}`);
      acknowledged.get(accountId)?.push(key);
      revisions.set(accountId, Math.max(revisions.get(accountId) ?? 0, Number(reply.body['revision'])));
      count++;
    }
  }
  const running = Promise.all(Array.from({ length: clients }, client)).catch((error: unknown) => {
    failure = error as Error;
    isStopping = true;
  });

  return {
    acknowledged,
    revisions,
    count: () => count,
    async more(charges, withinMs = 90_000) {
      const wanted = count + charges;
      for (const until = performance.now() + withinMs; count < wanted; await sleep(20)) {
        if (failure) throw failure;
        if (performance.now() > until)
          throw new Error(`${wanted - count} of ${charges} charges are not acknowledged yet`);
      }
    },
    async stop() {
      isStopping = true;
      await running;
      if (failure) throw failure;
    },
  };
}
