/** Audit and the system in the console: the books at any moment, files, proofs that the browser checks, and how it is. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { eventually } from '../stack.mjs';
import { projections } from '#projections/index.js';
import { writeKeyPair } from '#proof/keys.js';
import { createBuilds } from '#read-models/builds/builds.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import { connectRedis } from '#read-models/redis/redis-store.js';
import { describeInBrowser, rigOfFile } from './rig.js';

describeInBrowser('audit in the console', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-console-'));
  const keyFile = path.join(folder, 'key.pem');
  writeKeyPair(keyFile);
  const publicKey = readFileSync(path.join(folder, 'key.pub.pem'), 'utf8');
  const rig = rigOfFile({ CHECKPOINT_KEY_FILE: keyFile, CHECKPOINT_SECONDS: '1' });
  afterAll(() => rmSync(folder, { recursive: true }));
  const key = () => ({ header: { 'Idempotency-Key': randomUUID() } });
  let early = '';

  beforeAll(async () => {
    const api = rig.api();
    const at = { path: { accountId: 'acme' } };
    await api.POST('/v1/accounts', { params: key(), body: { accountId: 'acme', name: 'Acme' } });
    const bought = { amount: '50', paymentMethod: 'usdc' as const, status: 'completed' as const };
    await api.POST('/v1/accounts/{accountId}/purchases', { params: { ...at, ...key() }, body: bought });
    early = (await api.GET('/v1/test-clock')).data?.now ?? '';
    await rig.advance(60);
    const used = { amount: '7.25', product: 'inference' };
    await api.POST('/v1/accounts/{accountId}/charges', { params: { ...at, ...key() }, body: used });
  });

  async function saved(page: Page, button: string): Promise<string> {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    return readFile(await (await download).path(), 'utf8');
  }

  it('shows the trial balance at a moment that the address names, and saves the journal up to it', async () => {
    const page = await rig.signedIn('auditor', '/audit');
    await page.getByRole('row', { name: /usage:inference.*7\.25/ }).waitFor();
    await rig.expectAccessible(page);
    await page.getByLabel(/^As of/).fill(early);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('row', { name: /customers:acme:bucket.*50\.00/ }).waitFor();
    expect(await page.getByRole('row', { name: /usage:inference/ }).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('asOf')).toBe(early);
    const journal = await saved(page, 'Save the journal (hledger)');
    expect(journal).toContain('sales:prepaid');
    expect(journal).not.toContain('usage:inference');
  });

  it('shows what moved in the month', async () => {
    const page = await rig.signedIn('finance', '/audit/report');
    await page.getByRole('row', { name: /usage:inference.*7\.25/ }).waitFor();
    await rig.expectAccessible(page);
  });

  it('saves a statement', async () => {
    const page = await rig.signedIn('auditor', '/audit/statement');
    await rig.advance(3 * 86_400);
    await page.getByLabel('Account id').fill('acme');
    for (const day of ['First day (UTC)', 'Last day (UTC)']) await page.getByLabel(day).fill(early.slice(0, 10));
    expect(await saved(page, 'Save as CSV')).toContain('movement,3');
    expect(await saved(page, 'Save as a page that prints')).toContain('<h1>Statement of credits</h1>');
    await rig.expectAccessible(page);
  });

  it('checks in the browser that an entry is in what was signed, by a key of one’s own', async () => {
    await eventually('a checkpoint is signed', async () => {
      const { data } = await rig.api('auditor').GET('/v1/audit/checkpoints');
      return (data?.items.length ?? 0) > 0;
    });
    const checkpoints = await rig.signedIn('auditor', '/audit/checkpoints');
    await checkpoints.getByRole('row').nth(1).waitFor();
    await rig.expectAccessible(checkpoints);
    const page = await rig.signedIn('auditor', '/audit/proof');
    await page.getByLabel('Account id').fill('acme');
    await page.getByLabel('Revision of the entry').fill('2');
    await page.getByRole('button', { name: 'Prove it' }).click();
    await page.getByText(/It is leaf \d+ of checkpoint \d+/).waitFor();
    await rig.expectAccessible(page);
    await page.getByLabel('Public key (PEM)').fill('nothing of the kind');
    await page.getByText('It is not proved').waitFor();
    await page.getByLabel('Public key (PEM)').fill(publicKey);
    await page.getByText(/It is leaf \d+ of checkpoint \d+/).waitFor();
    await page.getByText('Your key signed it').waitFor();
  });

  it('is not shown to support', async () => {
    const page = await rig.signedIn('support', '/accounts');
    await page.getByRole('link', { name: 'Finance' }).waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
  });

  it('shows how the system is', async () => {
    const page = await rig.signedIn('support', '/system');
    await page.getByText('serving').waitFor();
    await page.getByText('None is being built').waitFor();
    await rig.expectAccessible(page);
  });

  it('shows a rebuild under way with its progress, until it serves', async () => {
    const page = await rig.signedIn('support', '/system');
    await page.getByText('None is being built').waitFor();
    const redis = connectRedis(rig.stack.redisUrl, { patience: 'fails' });
    const [projector] = rig.stack.projectors;
    // Stopped, it stays where it is until it has been looked at.
    projector?.pause();
    try {
      const build = await createBuilds(redis, projections, DEPLOYMENT).begin();
      const row = page.getByRole('row', { name: new RegExp(build) });
      await row.filter({ hasText: 'the beginning' }).filter({ hasText: '0 %' }).waitFor();
      expect(await row.getByRole('progressbar', { name: `Progress of ${build}` }).getAttribute('value')).toBe('0');
      await page.getByText('serving').waitFor();
      await rig.expectAccessible(page);
      projector?.resume();
      await page.getByText('None is being built').waitFor();
      expect((await createBuilds(redis, projections, DEPLOYMENT).look()).serving).toBe(build);
      await page.getByText('serving').waitFor();
    } finally {
      projector?.resume();
      redis.close();
    }
  });
});
