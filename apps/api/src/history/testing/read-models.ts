/** A log in memory, its read models in a real Redis, and every live read of one account. */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { accountAggregate } from '#domain/account/decider.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { streamName } from '#event-store/port/streams.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { createWriter } from '#event-store/writer/writer.js';
import { projections } from '#projections/index.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { logHistory, logSource } from '#read-models/projector/log-source.js';
import { type Reader, createReader } from '#read-models/reader/reader.js';
import { isPacked, linesIn } from '#read-models/redis/packed-lists.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import { startProjector } from '#read-models/testing/running-projector.js';
import { ReadYourWrites } from '../../ledger/read-your-writes.js';
import { BalanceHandler, BalanceQuery } from '../../balances/balance.js';
import { BucketsHandler, BucketsQuery } from '../../balances/buckets.js';
import { BurnRateHandler, BurnRateQuery } from '../../balances/burn-rate.js';
import { AccountLog } from '#from-log/account-log.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { Folded } from '../../queries/folded.js';
import { StandIn } from '../../queries/stand-in.js';
import { History } from '../history.js';
import { FirstPageHandler, FirstPageQuery } from '../first-page.js';
import { Live } from '../../queries/live.js';
import { ResourcesHandler, ResourcesQuery } from '../../resources/resources.js';
import { TransactionHandler, TransactionQuery } from '../transaction.js';
import {
  TransactionsCsvHandler,
  TransactionsCsvQuery,
  TransactionsHandler,
  TransactionsQuery,
} from '../transactions.js';
import { UsageHandler, UsageQuery } from '../../usage/usage.js';
import { PurchasesHandler, PurchasesQuery } from '../../purchases/purchases.js';
import { WithdrawalsHandler, WithdrawalsQuery } from '../../withdrawals/withdrawals.js';

export class ReadModels {
  readonly reader: Reader;
  private readonly redis;
  private readonly projector;

  constructor(
    url: string,
    readonly deployment = `spec${Math.floor(Math.random() * 1e9)}`,
    readonly store = new MemoryEventStore(),
  ) {
    this.redis = connectRedis(url, { patience: 'fails' });
    const identity = identityOf(store);
    this.reader = createReader(this.redis, projections, deployment, identity);
    const source = logSource(store);
    this.projector = startProjector(url, deployment, projections, source, logHistory(store), identity);
  }

  async append(accountId: string, events: readonly AccountEvent[], after: number): Promise<void> {
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const proposed = events.map((event) => {
      const { type, data, metadata } = accountCodec.encode(event);
      return { id: randomUUID(), type, data: bytes(data), metadata: bytes(metadata) };
    });
    await this.store.append(streamName('account', accountId), proposed, after < 0 ? 'no_stream' : after);
  }

  /** Until all that is in the log is there. */
  async whole(): Promise<void> {
    let end;
    for await (const { position } of this.store.readAll({ from: 'end', direction: 'backwards', maxCount: 1 })) {
      end = position;
    }
    if (end && !(await this.reader.hasReached(end, 30_000))) throw new Error('The projector does not catch up');
  }

  /** What a fresh process answers to every read of the account. */
  async answers(accountId: string, now: Instant): Promise<Record<string, unknown>> {
    const clock = () => now;
    const writer = createWriter({ store: this.store, aggregate: accountAggregate, codec: accountCodec, clock });
    const [log, answered] = [new AccountLog(this.store, writer), new ReadYourWrites()];
    const buckets = new BucketHistory(log);
    const [live, standIn] = [
      new Live(this.reader, answered, log, new Folded(log, answered)),
      new StandIn(log, buckets, answered),
    ];
    const history = new History(live, clock);
    const request = { accountId, filter: {} };
    const page = await new TransactionsHandler(history).execute(new TransactionsQuery(request, 500));
    const one = new TransactionHandler(live, log);
    const ids = page.items.flatMap(({ transactionId }, nth) => (nth % 40 === 0 ? (transactionId ?? []) : []));
    const { asStored } = await this.firstPage(accountId, now, 500);
    let csv = '';
    for await (const line of await new TransactionsCsvHandler(history).execute(new TransactionsCsvQuery(request))) {
      csv += line;
    }
    return {
      balance: await new BalanceHandler(live, log, standIn, clock).execute(new BalanceQuery(accountId)),
      buckets: await new BucketsHandler(live, log, buckets, standIn, clock).execute(new BucketsQuery(accountId)),
      burnRate: await new BurnRateHandler(live, standIn, clock).execute(new BurnRateQuery(accountId)),
      resources: await new ResourcesHandler(live, clock).execute(new ResourcesQuery(accountId, {}, 50)),
      usage: await new UsageHandler(live, log, clock).execute(
        new UsageQuery(accountId, {}, { by: 'hour,product,model,resource' }),
      ),
      purchases: await new PurchasesHandler(live).execute(new PurchasesQuery(accountId, { limit: 500 })),
      withdrawals: await new WithdrawalsHandler(live).execute(new WithdrawalsQuery(accountId, { limit: 500 })),
      page,
      sent: asStored === null ? page : (JSON.parse(asStored) as unknown),
      single: await Promise.all(ids.map((id) => one.execute(new TransactionQuery(accountId, id)))),
      csv,
    };
  }

  /** The first page of transactions: written as it is stored, null where that does not do, and made item by item. */
  async firstPage(accountId: string, now: Instant, limit: number) {
    const clock = () => now;
    const writer = createWriter({ store: this.store, aggregate: accountAggregate, codec: accountCodec, clock });
    const [log, answered] = [new AccountLog(this.store, writer), new ReadYourWrites()];
    const live = new Live(this.reader, answered, log, new Folded(log, answered));
    const history = new History(live, clock);
    const request = { accountId, filter: {} };
    const page = await new TransactionsHandler(history).execute(new TransactionsQuery(request, limit));
    const asStored = await new FirstPageHandler(live).execute(new FirstPageQuery(request, limit));
    return { asStored: asStored?.text ?? null, page };
  }

  async stop(): Promise<void> {
    await this.projector.stop();
    this.redis.close();
  }
}

/** Every key of the build that serves, by its name within the build. */
export async function keysOfBuild(redis: Redis, deployment: string): Promise<ReadonlyMap<string, string>> {
  const serving = await redis.hget(`${deployment}:builds`, 'serving');
  const prefix = `${deployment}:${serving}:`;
  const keys = await redis.keys(`${prefix}*`);
  return new Map(keys.sort().map((key) => [key.slice(prefix.length), key]));
}

/** All that is in the build, but for how far its shards have read the log. */
export async function contentOf(redis: Redis, deployment: string): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {};
  for (const [name, key] of await keysOfBuild(redis, deployment)) {
    const type = await redis.type(key);
    if (type === 'hash') {
      const { '/checkpoint': _, ...fields } = await redis.hgetall(key);
      content[name] = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
    } else if (type === 'list') content[name] = linesOf(await redis.lrangeBuffer(key, 0, -1));
    else if (type === 'zset') content[name] = await redis.zrange(key, '0', '-1', 'WITHSCORES');
  }
  return content;
}

/** Whether a list is packed already depends on when one looks. */
const linesOf = (stored: readonly Buffer[]) =>
  linesIn(stored, isPacked(stored) ? Number.parseInt(String(stored[0]), 10) : stored.length);
