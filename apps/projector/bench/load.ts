/**
 * Writes accounts and their charges straight into the log, one append a charge, and says how far the read models are:
 * `load.js '{"accounts": 10000, "charges": 60000, "perSecond": null, "spanMs": 7200000, "prefix": "seed", "readsBack": false}'`.
 * Prints a line of JSON when the accounts are there, another when all charges are written (and applied, where it reads back).
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccountCommand, accountAggregate } from '#domain/account/decider.js';
import { DEFAULT_SETTINGS } from '#domain/account/lifecycle/default-settings.js';
import { type Account, unopened } from '#domain/account/state.js';
import { type Instant, instant, shifted } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { NO_PREVIOUS, hashEvent, jsonBytes } from '#event-store/codec/hash-chain.js';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import type { ProposedEvent } from '#event-store/port/event-store.js';
import { projections } from '#projections/index.js';
import { identityOf } from '#read-models/projector/log-identity.js';
import { createReader } from '#read-models/reader/reader.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import { connectRedis } from '#read-models/redis/redis-store.js';

type Load = {
  readonly accounts: number;
  readonly charges: number;
  /** Null: as fast as it goes. */
  readonly perSecond: number | null;
  /** The charges are spread over so much time up to now, as far as their dates go; 0: they are of now. */
  readonly spanMs: number;
  readonly prefix: string;
  /** Whether it waits for the read models, and how long each of some charges takes to be in them. */
  readonly readsBack: boolean;
};

const IN_FLIGHT = 64;
/** One charge in so many is waited for in the read models. */
const READ_BACK_EVERY = 20;
const PATIENCE_MS = 120_000;
const YEAR_MS = 365 * 86_400_000;
const COST = amount('0.0125');

const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const log = connectEventStore(process.env['EVENTSTORE_URL'] ?? 'esdb://127.0.0.1:2113?tls=false');
const redis = connectRedis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379', { patience: 'fails' });
const reader = createReader(redis, projections, DEPLOYMENT, identityOf(log));
const startsAt = Date.now() - load.spanMs;
const lagsMs: number[] = [];
let charged = 0;

/** One account as its writer holds it. */
class Stream {
  private state: Account = unopened;
  private streamRevision = -1;
  private previousHash = NO_PREVIOUS;

  constructor(readonly accountId: string) {}

  get revision(): number {
    return this.state.revision;
  }

  async do(now: Instant, commands: readonly Pick<AccountCommand, 'type' | 'data'>[]): Promise<void> {
    const events: ProposedEvent[] = [];
    for (const command of commands) {
      const origin = { key: randomUUID(), requestHash: randomUUID().replaceAll('-', ''), actor: { key: 'bench' } };
      const decision = accountAggregate.decide({ ...command, now, origin } as AccountCommand, this.state);
      this.state = decision.state;
      for (const event of decision.events) {
        const { type, data, metadata } = accountCodec.encode(event);
        const chained = jsonBytes({ ...metadata, previousHash: this.previousHash });
        const proposed = { id: randomUUID(), type, data: jsonBytes(data), metadata: chained };
        this.previousHash = hashEvent(this.previousHash, proposed, this.streamRevision + 1 + events.length);
        events.push(proposed);
      }
    }
    const expected = this.streamRevision < 0 ? 'no_stream' : this.streamRevision;
    const result = await log.append(`account-${this.accountId}`, events, expected);
    if (result.outcome !== 'appended') throw new Error(`An append was answered with ${result.outcome}`);
    this.streamRevision = result.streamRevision;
  }

  /** Five buckets, of which the charges use the first. */
  open(now: Instant, tag: string): Promise<void> {
    const grant = { amount: amount('10000'), source: 'support' } as const;
    const promo = (data: object) => ({ type: 'GrantPromo', data: { ...grant, ...data } }) as const;
    return this.do(now, [
      { type: 'OpenAccount', data: { accountId: this.accountId, tag, settings: DEFAULT_SETTINGS } },
      promo({ scope: { products: ['inference'] }, expiresAt: shifted(now, YEAR_MS) }),
      promo({ expiresAt: shifted(now, 2 * YEAR_MS) }),
      promo({ scope: { products: ['training'] } }),
      promo({}),
      { type: 'PurchasePrepaid', data: { amount: amount('1000'), paymentMethod: 'usdc', status: 'completed' } },
    ]);
  }

  charge(now: Instant): Promise<void> {
    const data = { cost: COST, product: 'inference', model: 'bench', mode: 'authorize' } as const;
    return this.do(now, [{ type: 'ChargeUsage', data }]);
  }
}

/** Each worker has accounts of its own, so that appends of one account follow each other. */
async function inTurns(streams: readonly Stream[], work: (own: readonly Stream[]) => Promise<void>): Promise<void> {
  const shares = Array.from({ length: Math.min(IN_FLIGHT, streams.length) }, (_, nth) =>
    streams.filter((_stream, of) => of % IN_FLIGHT === nth),
  );
  await Promise.all(shares.map(work));
}

async function chargeInTurns(streams: readonly Stream[]): Promise<void> {
  const begunAt = performance.now();
  await inTurns(streams, async (own) => {
    for (let nth = charged++; nth < load.charges; nth = charged++) {
      const early = load.perSecond === null ? 0 : (nth / load.perSecond) * 1000 - (performance.now() - begunAt);
      if (early > 1) await sleep(early);
      const stream = own[Math.floor(Math.random() * own.length)];
      const at = load.spanMs === 0 ? Date.now() : startsAt + (nth / load.charges) * load.spanMs;
      await stream?.charge(instant(at));
      if (stream && load.readsBack && nth % READ_BACK_EVERY === 0) await readBack(stream);
    }
  });
}

/** How long the read models take to show what was just acknowledged. */
async function readBack({ accountId, revision }: Stream): Promise<void> {
  const askedAt = performance.now();
  await reader.read(accountId, {}, { minRevision: revision, patienceMs: PATIENCE_MS });
  lagsMs.push(performance.now() - askedAt);
}

async function allApplied(): Promise<void> {
  for await (const { position } of log.readAll({ from: 'end', direction: 'backwards', maxCount: 1 })) {
    if (!(await reader.hasReached(position, PATIENCE_MS))) throw new Error('The read models do not catch up');
  }
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const streams = Array.from({ length: load.accounts }, (_, nth) => new Stream(`${load.prefix}-${nth}`));
let opened = 0;
await inTurns(streams, async (own) => {
  for (const stream of own)
    await stream.open(instant(startsAt), `${load.prefix}${opened++}`.padStart(12, 'a').slice(-12));
});
if (load.readsBack) await allApplied();
print({ phase: 'opened' });
await chargeInTurns(streams);
if (load.readsBack) await allApplied();
print({ phase: 'charged', lagsMs });
redis.close();
await log.dispose();
