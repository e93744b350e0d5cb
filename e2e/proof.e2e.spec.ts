/** Rule 9.10: what is recorded is signed, and anybody can check it, whatever is killed meanwhile. */
import { createPublicKey } from 'node:crypto';
import { cpSync, createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeKeyPair } from '#proof/keys.js';
import { isConsistent } from '#proof/merkle.js';
import { problemOf } from '../docs/examples/check-inclusion.mjs';
import { openAccount } from './account.js';
import { accepted, read } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Checkpoint = { readonly number: number; readonly size: number; readonly rootHash: string };

describe('the proof of the log', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'drawdown-proof-'));
  const keyFile = path.join(dir, 'key.pem');
  const { publicFile } = writeKeyPair(keyFile);
  let stack: Awaited<ReturnType<typeof startStack>>;
  let url: string;
  beforeAll(async () => {
    stack = await startStack({ managers: 2, env: { CHECKPOINT_KEY_FILE: keyFile, CHECKPOINT_SECONDS: '1' } });
    url = stack.urls[0] ?? '';
    await openAccount(url, 'acme');
    await accepted(url, '/v1/accounts/acme/grants', { amount: '100', source: 'signup' }, 'grant');
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    rmSync(dir, { recursive: true });
  });

  let charges = 0;
  const charge = () =>
    accepted(url, '/v1/accounts/acme/charges', { amount: '0.01', product: 'inference' }, `charge-${charges++}`);
  const checkpoints = async () => (await read(url, '/v1/audit/checkpoints'))['items'] as readonly Checkpoint[];
  const proofOf = (revision: unknown) =>
    read(url, `/v1/audit/checkpoints/newest/inclusion?accountId=acme&revision=${String(revision)}`);

  /** The first checkpoint in which an entry is. */
  const proved = (revision: unknown) => stack.explained(eventually('the entry is signed', () => proofOf(revision)));

  /** The export over HTTP, verified by the command line. */
  async function verified(...options: readonly string[]) {
    const file = path.join(dir, 'drawdown.ndjson');
    const answer = await fetch(`${url}/v1/audit/export`, { headers: { authorization: 'Bearer dev-auditor' } });
    await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(file));
    return { file, ...cli('verify', file, '--key', publicFile, '--json', ...options) };
  }

  function cli(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  it('leads from every entry to what was signed, by a script that knows nothing of the product', async () => {
    const { revision } = await charge();
    const proof = await proved(revision);
    const publicKey = createPublicKey(readFileSync(publicFile));
    expect(problemOf(proof, publicKey)).toBeNull();
    expect(problemOf({ ...proof, stream: 'account-globex' }, publicKey)).toBe('the leaf is not that of the event');
    expect(problemOf({ ...proof, leafIndex: Number(proof['leafIndex']) + 1 }, publicKey)).not.toBeNull();
    const proofFile = path.join(dir, 'proof.json');
    writeFileSync(proofFile, JSON.stringify(proof));
    const { stdout } = spawnSync(process.execPath, ['docs/examples/check-inclusion.mjs', proofFile, publicFile], {
      encoding: 'utf8',
    });
    const { number } = proof['checkpoint'] as Checkpoint;
    expect(stdout).toBe(`Entry ${String(revision)} of acme is in checkpoint ${number}.\n`);
  }, 60_000);

  it('goes on where it was when the processes that sign are killed, and each checkpoint begins with the ones before', async () => {
    for (let round = 0; round < 4; round++) {
      for (let nth = 0; nth < 20; nth++) await charge();
      const victim = stack.managers[round % 2];
      await victim?.kill();
      const { revision } = await charge();
      victim?.start();
      await proved(revision);
    }
    const all = (await checkpoints()).toReversed();
    expect(all.map(({ number }) => number)).toEqual(all.map((_, nth) => nth + 1));
    const [last] = all.slice(-1);
    for (const older of all) {
      const { path: hashes } = await read(
        url,
        `/v1/audit/checkpoints/${last!.number}/consistency?from=${older.number}`,
      );
      const [from, to] = [older, last!].map(({ size, rootHash }) => ({ size, root: Buffer.from(rootHash, 'hex') }));
      const proof = (hashes as readonly string[]).map((hash) => Buffer.from(hash, 'hex'));
      expect(isConsistent(from!, to!, proof)).toBe(true);
    }
  }, 180_000);

  it('is verified offline by an export and a public key alone, and names what somebody altered', async () => {
    const [last] = await checkpoints();
    const { file, status, stdout } = await verified();
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { finding: null, signed: expect.any(Number) }]);
    expect(JSON.parse(stdout).signed).toBeGreaterThanOrEqual(last!.size);
    const lines = readFileSync(file, 'utf8').split('\n');
    const at = lines.findLastIndex((line) => line.includes('"0.01"') && line.includes('account-acme'));
    const { streamRevision } = JSON.parse(lines[at]!);
    writeFileSync(file, lines.with(at, lines[at]!.replace('"0.01"', '"0.02"')).join('\n'));
    const altered = cli('verify', file, '--key', publicFile);
    expect(altered.status).toBe(2);
    expect(altered.stdout).toContain(`ALTERED: event ${streamRevision} of account-acme was altered`);
  }, 60_000);

  it('is written by the command line from the log alone', async () => {
    const file = path.join(dir, 'from-log.ndjson');
    expect(cli('export', '--output', file, '--event-store', stack.eventStoreUrl)).toMatchObject({ status: 0 });
    expect(cli('verify', file, '--key', publicFile)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Intact: '),
    });
    const cut = readFileSync(file, 'utf8').split('\n').slice(0, 40);
    writeFileSync(file, `${cut.join('\n')}\n`);
    const kept = path.join(dir, 'checkpoint.json');
    writeFileSync(kept, JSON.stringify((await checkpoints())[0]));
    expect(cli('verify', file, '--key', publicFile, '--checkpoint', kept)).toMatchObject({ status: 2 });
  }, 60_000);

  it('runs the page for auditors as it stands', () => {
    const page = readFileSync('docs/proof.md', 'utf8');
    const [, ...blocks] = Array.from(page.matchAll(/^```sh\n([^]*?)^```$/gm), ([, commands = '']) => commands);
    const own = `set -euo pipefail
      export DRAWDOWN=${url} KEY=dev-auditor ACCOUNT=acme EVENTSTORE_URL='${stack.eventStoreUrl}'
      drawdown() { '${process.execPath}' '${path.resolve('dist/apps/cli/src/main.js')}' "$@"; }
      cp '${publicFile}' auditor.pub.pem`;
    const cwd = mkdtempSync(path.join(dir, 'page-'));
    cpSync('docs/examples', path.join(cwd, 'docs/examples'), { recursive: true });
    const script = [own, ...blocks].join('\n');
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd, encoding: 'utf8', timeout: 110_000 });
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    expect(stdout.match(/Intact: \d+ events/g)).toHaveLength(2);
    expect(stdout).toMatch(/^acme: \d+ events, the chain is whole/m);
    expect(stdout).toMatch(/^Entry 2 of acme is in checkpoint \d+\.$/m);
    expect(readFileSync(path.join(cwd, 'statement.html'), 'utf8')).toContain('acme');
  }, 120_000);

  it.each([
    ['/v1/audit/checkpoints/999999', 404],
    ['/v1/audit/checkpoints/x', 404],
    ['/v1/audit/checkpoints/1/inclusion?accountId=acme&revision=999999', 404],
    ['/v1/audit/checkpoints/1/inclusion?accountId=acme', 400],
    ['/v1/audit/checkpoints/1/consistency?from=2', 400],
    ['/v1/audit/checkpoints?cursor=nonsense', 400],
  ])('answers %s with %i', async (route, status) => {
    const answer = await fetch(`${url}${route}`, { headers: { authorization: 'Bearer dev-auditor' } });
    expect(answer.status).toBe(status);
  });
});
