/** A log of several streams that alternate, written with their hash chains, for specs of its proof. */
import { generateKeyPairSync } from 'node:crypto';
import type { Instant } from '#domain/messages.js';
import { NO_PREVIOUS, chained } from '#event-store/codec/hash-chain.js';
import type { StoredEvent } from '#event-store/port/event-store.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { CheckpointLog } from '../checkpoint-log.js';
import { keyIdOf } from '../checkpoint.js';
import { Keeper, type KeeperOptions } from '../keeper.js';
import { isOfLedger, leafOf } from '../leaves.js';

export const NOW = '2026-11-30T12:00:00.000Z' as Instant;

export function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey, id: keyIdOf(publicKey) };
}

/** Appends events to streams of its own choice: some of the ledger, one that is not. */
export class ALog {
  readonly store = new MemoryEventStore();
  private readonly ends = new Map<string, { readonly next: number; readonly hash: string }>();
  private count = 0;

  /** `pick` chooses the stream. */
  async append(pick: number): Promise<void> {
    const streams = [
      'account-acme',
      'account-globex',
      'account-é x',
      'promo-code-SPRING',
      'price-catalogue',
      'webhooks',
    ];
    const stream = streams[pick % streams.length]!;
    const { next, hash } = this.ends.get(stream) ?? { next: 0, hash: NO_PREVIOUS };
    const written = chained(
      hash,
      {
        id: `00000000-0000-4000-8000-${String(this.count++).padStart(12, '0')}`,
        type: 'CreditsMoved',
        data: JSON.stringify({ amount: `${pick}.25`, note: 'é "x"' }),
        metadata: JSON.stringify({ v: 1, revision: next + 1, previousHash: hash }),
      },
      next,
    );
    await this.store.append(stream, [written.proposed], next === 0 ? 'no_stream' : next - 1);
    this.ends.set(stream, { next: next + 1, hash: written.hash });
  }

  async grow(count: number): Promise<void> {
    for (let nth = 0; nth < count; nth++) await this.append(nth * 7 + Math.floor(nth / 5));
  }

  /** Those of the ledger, in the order of the log. */
  async events(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.store.readAll()) if (isOfLedger(event)) events.push(event);
    return events;
  }
}

/** A keeper that signs whatever there is, each time that it is called. */
export const keeperOf = (store: MemoryEventStore, options: Pick<KeeperOptions, 'keys'> & Partial<KeeperOptions>) =>
  new Keeper({ log: new CheckpointLog(store), clock: () => NOW, mostLeaves: 1, longestMs: 0, ...options });

/** Applies to a keeper what of the log it has not seen, `size` events at once. */
export async function follow(keeper: Keeper, log: ALog, size = 100): Promise<void> {
  const after = await keeper.open();
  const events = (await log.events()).filter(({ position }) => after === null || position.commit > after.commit);
  for (let at = 0; at < events.length; at += size) {
    const batch = events.slice(at, at + size);
    await keeper.apply(batch.map((event) => ({ position: event.position, hash: leafOf(event) })));
    await keeper.checkpoint();
  }
}
