/**
 * What a core of the projector does: `REDIS_URL=redis://127.0.0.1:6379 node dist/apps/projector/bench/measure.js`.
 * Each case runs in a process of its own that reads its events as lines of JSON from a file, in place of gRPC.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pack } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import { projections } from '#projections/index.js';
import { runProjector } from '#read-models/projector/projector.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import type { AccountHistory, Arrival, Source } from '#read-models/projector/source.js';
import { Ledger } from '#read-models/testing/ledger.js';

const CENT = '0.01';
const SEND_AT_ONCE = 64;

type Numbered = { readonly accountId: string; readonly streamRevision: number; readonly event: AccountEvent };

const numbered = (accountId: string, events: readonly AccountEvent[], from = 0): Numbered[] =>
  events.map((event, nth) => ({ accountId, streamRevision: from + nth, event }));

/** One account; charges leave together, 64 to an event. */
function* hotAccount(charges: number): Generator<Numbered> {
  const ledger = new Ledger('hot');
  ledger.grant('100');
  ledger.purchase('90000');
  for (let nth = 0; nth < charges; nth++) {
    if (nth % 64 === 0) ledger.wait(8);
    ledger.charge(CENT, { model: 'llama', metadata: { request: `${nth}` } });
  }
  yield* numbered('hot', pack(ledger.events));
}

/** Many accounts with single charges, each account's turn at random. */
function* manyAccounts(accounts: number, charges: number): Generator<Numbered> {
  const ledgers = Array.from(
    { length: accounts },
    (_, nth) => new Ledger(`account-${nth}`, `${nth}`.padStart(12, 'a')),
  );
  for (const ledger of ledgers) {
    ledger.purchase('100');
    yield* numbered(ledger.accountId, ledger.events);
  }
  for (let nth = 0; nth < charges; nth++) {
    const ledger = ledgers[Math.floor(Math.random() * accounts)];
    const from = ledger?.events.length ?? 0;
    ledger?.wait(1000).charge(CENT, { model: 'llama' });
    if (ledger) yield* numbered(ledger.accountId, ledger.events.slice(from), from);
  }
}

const histories = { hot: () => hotAccount(128_000), many: () => manyAccounts(10_000, 60_000) };

async function generate(events: Iterable<Numbered>, file: string): Promise<void> {
  const out = createWriteStream(file);
  for (const { event, ...place } of events) {
    if (!out.write(`${JSON.stringify({ ...place, stored: accountCodec.encode(event) })}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

type Read = Omit<Numbered, 'event'> & { readonly stored: Parameters<typeof accountCodec.decode>[0] };

const sourceOf = (file: string, perSecond: number): Source =>
  async function* (after, signal): AsyncGenerator<Arrival, void, void> {
    const begun = performance.now();
    let at = 0n;
    for await (const line of createInterface({ input: createReadStream(file) })) {
      at++;
      if (after && at <= after.commit) continue;
      const { accountId, streamRevision, stored } = JSON.parse(line) as Read;
      const event = accountCodec.decode(stored);
      yield { kind: 'event', arrived: { accountId, streamRevision, position: { commit: at, prepare: at }, event } };
      if (Number(at) % SEND_AT_ONCE !== 0) continue;
      const early = (Number(at) / perSecond) * 1000 - (performance.now() - begun);
      await new Promise((resolve) => (early > 1 ? setTimeout(resolve, early) : setImmediate(resolve)));
    }
    yield { kind: 'caughtUp' };
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  };

const NOTHING_IS_LOST: AccountHistory = async function* () {};

async function run(name: string, file: string, perSecond: number): Promise<void> {
  const store = connectRedis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379', { patience: 'waits' });
  const deployment = `measure-${process.pid}`;
  const ending = new AbortController();
  const [wallBefore, cpuBefore] = [performance.now(), process.cpuUsage()];
  const counted = { batches: 0, events: 0 };
  await runProjector({
    registry: projections,
    store,
    source: sourceOf(file, perSecond),
    history: NOTHING_IS_LOST,
    identity: () => Promise.resolve('measured'),
    deployment,
    signal: ending.signal,
    log: {
      info: (_, message) => message.startsWith('Caught up') && ending.abort(),
      warn: console.warn,
      error: console.error,
    },
    onProgress: ({ events }) => {
      counted.batches++;
      counted.events += events;
    },
  });
  const [wallMs, cpu] = [performance.now() - wallBefore, process.cpuUsage(cpuBefore)];
  const cpuMs = (cpu.user + cpu.system) / 1000;
  const rss = Math.round(process.resourceUsage().maxRSS / 1024);
  const perCore = Math.round((counted.events / cpuMs) * 1000);
  console.warn(
    `${name}: ${counted.events} events in ${counted.batches} batches and ${Math.round(wallMs)} ms, ` +
      `${Math.round((100 * cpuMs) / wallMs)} % of a core, ${perCore} events/s per core, at most ${rss} MB`,
  );
  await store.sweep(`${deployment}:*`);
  store.close();
}

function measureAll(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'projector-'));
  const again = (...args: readonly string[]) => {
    const script = fileURLToPath(import.meta.url);
    spawnSync(process.execPath, [...process.execArgv, script, ...args], { stdio: 'inherit' });
  };
  for (const [name, rates] of Object.entries({ hot: [Infinity, 156], many: [Infinity, 3_000] })) {
    const file = path.join(folder, name);
    again('generate', name, file);
    for (const rate of rates) again('run', `${name} at ${rate} events/s`, file, `${rate}`);
  }
  rmSync(folder, { recursive: true });
}

const [task, name = '', file = '', perSecond] = process.argv.slice(2);
if (task === 'generate') await generate(histories[name as keyof typeof histories](), file);
else if (task === 'run') await run(name, file, Number(perSecond));
else measureAll();
