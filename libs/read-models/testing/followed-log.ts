/** A log of accounts, projectors that follow it into a real Redis, and a reader of what they write. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Placed, Projection, Registry } from '../projection/projection.js';
import type { History, Source } from '../projector/source.js';
import { type Reader, createReader } from '../reader/reader.js';
import { type BuildKeys, keysOf, shardOf } from '../redis/keys.js';
import { type RedisStore, connectRedis } from '../redis/redis-store.js';
import { Ledger } from './ledger.js';
import { MemoryLog } from './memory-log.js';
import { type RedisServer, startRedis } from './redis-server.js';
import { type Running, startProjector } from './running-projector.js';

type Started = { readonly source?: Source; readonly history?: History; readonly registry?: Registry };

export class FollowedLog {
  readonly deployment = `spec${Math.floor(Math.random() * 1e9)}`;
  readonly store: RedisStore;
  log = new MemoryLog();
  reader: Reader;
  /** Accounts that `goOn` has opened. */
  ledgers = new Map<string, Ledger>();
  private readonly running: Running[] = [];

  constructor(
    public server: RedisServer,
    private readonly registry: Registry,
  ) {
    this.store = connectRedis(server.url, { patience: 'fails' });
    this.reader = this.newReader();
  }

  /** A reader that has read before trusts the build that it knows for up to a second. */
  newReader(registry = this.registry): Reader {
    return createReader(this.store, registry, this.deployment, this.log.identity);
  }

  start({ source = this.log.source(), history = this.log.history, registry = this.registry }: Started = {}): Running {
    const each = startProjector(this.server.url, this.deployment, registry, source, history, this.log.identity);
    this.running.push(each);
    return each;
  }

  async stopProjectors(): Promise<void> {
    await Promise.all(this.running.splice(0).map((each) => each.stop()));
  }

  async end(): Promise<void> {
    await this.stopProjectors();
    this.store.close();
  }

  /** The account's ledger goes on by what is done to it; one that is not there is opened. */
  goOn(accountId: string, live: (ledger: Ledger) => void): void {
    const ledger = this.ledgers.get(accountId) ?? new Ledger(accountId);
    const before = this.ledgers.has(accountId) ? ledger.events.length : 0;
    this.ledgers.set(accountId, ledger);
    live(ledger);
    this.log.append(accountId, ledger.events.slice(before));
  }

  /** Settled lines up to a revision, oldest first. */
  async linesOf<Row, Line extends Placed, Entry>(
    id: string,
    projection: Projection<Row, Line, Entry>,
    upTo: number,
  ): Promise<readonly Line[]> {
    const lines: Line[] = [];
    for await (const portion of this.reader.lines(id, projection, upTo)) lines.push(...portion);
    return lines.reverse();
  }

  keysOf(build: string): BuildKeys {
    return keysOf(this.deployment).build(build);
  }

  rowsKey(build: string, accountId: string): string {
    return this.keysOf(build).rows(shardOf(`account-${accountId}`), `account-${accountId}`);
  }
}

/** One of its own for each test of a spec, which share a Redis. */
export function eachFollows(registry: Registry, begin: (own: FollowedLog) => void): void {
  let server: RedisServer;
  let own: FollowedLog;
  beforeAll(async () => {
    server = await startRedis();
  });
  beforeEach(() => begin((own = new FollowedLog(server, registry))));
  afterEach(async () => {
    await own.end();
    // A test may have started it anew.
    ({ server } = own);
  });
  afterAll(() => server.stop());
}
