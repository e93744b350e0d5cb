/** The command line answers from the log, and from an export of it, what the API answers. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeKeyPair } from '#proof/keys.js';
import { forEachBounded } from '../apps/cli/src/bounded.js';
import { commandsOf, createProgram } from '../apps/cli/src/program.js';
import { openAccount } from './account.js';
import { CLI, runCli } from './cli.js';
import { accepted, read } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Items = readonly Readonly<Record<string, unknown>>[];

describe('the command line', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'drawdown-cli-'));
  const keyFile = path.join(dir, 'key.pem');
  const exported = path.join(dir, 'drawdown.ndjson');
  const { publicFile } = writeKeyPair(keyFile);
  let stack: Awaited<ReturnType<typeof startStack>>;
  let url: string;
  let revision: number;
  let charge: string;

  const post = (route: string, body: object, key: string) => accepted(url, `/v1/accounts/acme/${route}`, body, key);
  const log = (...args: readonly string[]) =>
    runCli(args, { EVENTSTORE_URL: stack.eventStoreUrl, REDIS_URL: stack.redisUrl });
  const offline = (...args: readonly string[]) => runCli([...args, '--export', exported]);
  const account = (route: string) => read(url, `/v1/accounts/acme/${route}`);

  /** Both print the same, and end well. */
  async function both(...args: readonly string[]): Promise<string> {
    const [fromLog, fromExport] = await Promise.all([log(...args), offline(...args)]);
    expect(fromLog).toMatchObject({ code: 0 });
    expect(fromExport).toMatchObject({ code: 0, output: fromLog.output });
    return fromLog.output;
  }
  const bothAsJson = async (...args: readonly string[]) => JSON.parse(await both(...args, '--json'));

  beforeAll(async () => {
    stack = await startStack({ env: { CHECKPOINT_KEY_FILE: keyFile, CHECKPOINT_SECONDS: '1' } });
    url = stack.urls[0] ?? '';
    await openAccount(url, 'acme');
    await openAccount(url, 'globex');
    await post('grants', { amount: '5', source: 'signup', scope: { models: ['llama-70b'] } }, 'grant');
    await post('purchases', { amount: '20', paymentMethod: 'usdc', status: 'completed' }, 'buy');
    const usage = { amount: '7.25', product: 'inference', model: 'llama-70b' };
    charge = String((await post('charges', usage, 'charge'))['transactionId']);
    await post('holds', { amount: '3', product: 'vm', expiresInSeconds: 3_600 }, 'hold');
    ({ revision } = (await post(`charges/${charge}/refunds`, { amount: '1', reason: 'late' }, 'refund')) as {
      revision: number;
    });
    await stack.explained(
      eventually('all of it is signed', () =>
        read(url, `/v1/audit/checkpoints/newest/inclusion?accountId=acme&revision=${revision}`),
      ),
    );
    expect(await log('export', '--output', exported)).toMatchObject({ code: 0 });
  }, 120_000);

  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true });
  });

  it('shows balances and buckets of the past as the API does, on either clock', async () => {
    const at = String((await account('balance'))['asOf']);
    for (const [options, query] of [
      [['--revision', '3'], 'revision=3'],
      [['--at', at, '--effective', at], `asOf=${at}&effective=${at}`],
    ] as const) {
      const { accountId, ...balance } = await bothAsJson('balance', 'acme', ...options);
      expect(accountId).toBe('acme');
      expect(balance).toEqual(await account(`balance?${query}`));
      const { items } = await bothAsJson('buckets', 'acme', ...options);
      expect(items).toEqual((await account(`buckets?${query}`))['items']);
    }
    const { total } = await account('balance');
    expect((await log('balance', 'acme')).output).toMatch(new RegExp(`^total +${String(total)}$`, 'm'));
  }, 120_000);

  it('lists transactions and usage, explains and replays as the API does', async () => {
    const { items } = await bothAsJson('transactions', 'acme');
    expect(items).toEqual((await account('transactions'))['items']);
    const csv = await fetch(`${url}/v1/accounts/acme/transactions?format=csv`, {
      headers: { authorization: 'Bearer dev-support' },
    });
    expect(await both('transactions', 'acme', '--csv')).toBe(await csv.text());
    const { accountId: _, ...explained } = await bothAsJson('explain', 'acme', charge);
    expect(explained).toEqual(await account(`transactions/${charge}/explain`));
    const [from, to] = ['2026-01-01T00:00:00.000Z', String((await account('balance'))['asOf'])];
    const { accountId: __, ...usage } = await bothAsJson('usage', 'acme', '--by', 'model', '--from', from, '--to', to);
    expect(usage).toEqual(await account(`usage?by=model&from=${from}&to=${to}`));
    const replayed = (await both('replay', 'acme', '--json')).trim().split('\n');
    expect(replayed.map((line) => JSON.parse(line))).toEqual((await account('replay?limit=500'))['items']);
    expect(await both('replay', 'acme', '--from', '2')).toContain(`${revision} of ${revision}  UsageRefunded`);
  }, 120_000);

  it('makes the trial balance and the journal that the API makes', async () => {
    const { position } = JSON.parse((await log('trial-balance', '--json')).output) as { position: string };
    const balance = await bothAsJson('trial-balance', '--position', position);
    const served = await read(url, `/v1/audit/trial-balance?position=${position}`);
    expect(balance).toMatchObject({ sum: '0.00', items: served['items'] as Items });
    const journal = await fetch(`${url}/v1/audit/journal?position=${position}`, {
      headers: { authorization: 'Bearer dev-auditor' },
    });
    expect(await both('journal', '--position', position)).toBe(await journal.text());
    const lines = (await both('journal', '--json')).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      type: 'PromoGranted',
      postings: [{ amount: '-5.00' }, { amount: '5.00' }],
    });
  }, 120_000);

  it('steps through a replay by keys where there is a terminal', () => {
    const typed = spawnSync(
      'script',
      ['-qec', `${process.execPath} ${CLI} replay acme --export ${exported}`, '/dev/null'],
      {
        input: '\u001b[Cq',
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    expect(typed.status).toBe(0);
    expect(typed.stdout).toContain('AccountOpened');
    expect(typed.stdout).toContain(`2 of ${revision}`);
    expect(typed.stdout).not.toContain(`3 of ${revision}`);
  }, 90_000);

  it('shows what was signed, and verifies an export against what was kept', async () => {
    const [newest] = JSON.parse((await log('checkpoint', 'list', '--limit', '1', '--json')).output).items;
    const kept = path.join(dir, 'checkpoint.json');
    const shown = await log('checkpoint', 'show', String(newest.number), '--json');
    writeFileSync(kept, shown.output);
    expect((await log('export', '--output', exported)).code).toBe(0);
    const verified = await log('verify', exported, '--key', publicFile, '--checkpoint', kept);
    expect(verified).toMatchObject({ code: 0, output: expect.stringMatching(/^Intact: \d+ events in 2 streams, /) });
    const lines = readFileSync(exported, 'utf8').split('\n');
    const forged = path.join(dir, 'forged.ndjson');
    writeFileSync(forged, lines.map((line) => line.replace('"7.25"', '"7.24"')).join('\n'));
    const found = await log('verify', forged, '--key', publicFile);
    expect(found).toMatchObject({ code: 2, output: expect.stringContaining('ALTERED: event') });
  }, 120_000);

  it('compares its balances with a plain fold, and with hledger where it is installed', async () => {
    const { output, errors, code } = await log('compare', '--points', '60', '--seed', '1', '--json');
    expect([code, errors]).toEqual([0, expect.any(String)]);
    expect(JSON.parse(output)).toMatchObject({ seed: 1, accounts: 2, points: 60, differences: [] });
    const offlineToo = await offline('compare', '--points', '60', '--seed', '1', '--json', '--hledger-cuts', '1');
    expect(JSON.parse(offlineToo.output)).toMatchObject({ points: 60, differences: [] });
  }, 120_000);

  it('runs the tour for auditors as the page has it', () => {
    const page = readFileSync('docs/audit-tour.md', 'utf8');
    const [, ...blocks] = Array.from(page.matchAll(/^```sh\n([^]*?)^```$/gm), ([, commands = '']) => commands);
    const own = `set -euo pipefail
      export DRAWDOWN=${url} KEY=dev-auditor ACCOUNT=acme
      drawdown() { '${process.execPath}' '${path.resolve(CLI)}' "$@"; }
      cp '${publicFile}' auditor.pub.pem`;
    const script = [own, ...blocks].join('\n');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: dir,
      encoding: 'utf8',
      timeout: 110_000,
    });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(stdout).toMatch(/^Intact: \d+ events/);
    expect(stdout).toMatch(/^sum +0\.00$/m);
    expect(stdout).toContain('200 points of 2 accounts, seed 1: 0 differ');
  }, 120_000);

  it('answers in JSON whatever it is asked, and in nothing else', async () => {
    const trace = path.join(dir, 'trace.csv');
    writeFileSync(trace, 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,100,10\n');
    const args: Readonly<Record<string, readonly string[]>> = {
      balance: ['acme'],
      buckets: ['acme'],
      transactions: ['acme'],
      explain: ['acme', charge],
      replay: ['acme'],
      usage: ['acme'],
      'trial-balance': [],
      journal: [],
      export: ['--output', path.join(dir, 'again.ndjson')],
      verify: ['--account', 'acme'],
      'checkpoint list': [],
      'checkpoint show': [],
      compare: ['--points', '5', '--hledger-cuts', '0'],
      doctor: [],
      rebuild: ['holds'],
      'keys new': ['--name', 'gateway', '--role', 'service'],
      'keys checkpoint': [path.join(dir, 'another.pem')],
      completion: ['zsh'],
      'import-prices': ['deepseek', '--url', url],
      'replay-usage': ['--file', trace, '--accounts', '1', '--url', url],
    };
    // A simulation has a product of its own: simulation.e2e.spec.ts runs it.
    expect([...Object.keys(args), 'simulate']).toEqual(commandsOf(createProgram()).map(([name]) => name));
    await forEachBounded(Object.entries(args), 3, async ([name, own]) => {
      const { code, output } = await log(...name.split(' '), ...own, '--json');
      expect({ name, code }).toEqual({ name, code: 0 });
      for (const line of output.trim().split('\n')) expect(JSON.parse(line)).toEqual(expect.any(Object));
    });
  }, 120_000);

  it.each([
    [['balance', 'nobody'], 'There is no such account.'],
    [['balance', 'acme', '--at', 'yesterday'], 'It must be a time'],
    [['balance', 'acme', '--revision', '99999'], 'The account is at revision'],
    [['balance', 'acme', '--at', '2026-01-01T00:00:00Z', '--revision', '1'], "cannot be used with option '--revision"],
    [['explain', 'acme', 'tx_nothing'], 'This account has no charge'],
    [['balance', 'acme', '--export', '/nowhere'], 'ENOENT'],
    [['nonsense'], "unknown command 'nonsense'"],
  ])(
    'ends with 1 and says what is wrong: %j',
    async (args, message) => {
      const { code, errors } = await log(...args);
      expect([code, errors]).toEqual([1, expect.stringContaining(message)]);
    },
    60_000,
  );
});
