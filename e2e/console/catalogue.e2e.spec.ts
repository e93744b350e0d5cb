/** What an admin defines in the console: promo codes, plans, prices, webhooks; each happens once, and is what was said. */
import { createHmac, randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../stack.mjs';
import { describeInBrowser, rigOfFile } from './rig.js';

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

describeInBrowser('what an admin defines in the console', () => {
  const rig = rigOfFile({ WEBHOOKS_ALLOW_LOOPBACK: 'true' });
  const received: Received[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.end();
    });
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void receiver.close());

  const fill = async (dialog: Locator, entries: Readonly<Record<string, string>>): Promise<void> => {
    for (const [label, value] of Object.entries(entries)) await dialog.getByLabel(label, { exact: true }).fill(value);
  };
  /** Confirms by two clicks in one moment. */
  async function confirm(page: Page, verb: string): Promise<void> {
    await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).dblclick();
    await page.getByRole('dialog').locator('[type=submit]').waitFor({ state: 'detached' });
  }

  it('makes a promo code, lists it, changes it and disables it', async () => {
    const page = await rig.signedIn('admin', '/finance/codes');
    await page.getByText('There is no promo code').waitFor();
    await rig.expectAccessible(page);
    await page.getByRole('button', { name: 'New promo code' }).click();
    const dialog = page.getByRole('dialog');
    await fill(dialog, { 'New code': 'SPRING', Credits: '5', 'Most redemptions': '100', Models: 'llama, qwen' });
    await fill(dialog, { 'Credits expire after days': '30', 'Or at': '2099-01-01T00:00' });
    await dialog.getByText('One of both').waitFor();
    expect(await dialog.getByRole('button', { name: 'Make it' }).isDisabled()).toBe(true);
    await fill(dialog, { 'Or at': '', 'Can be redeemed until': '2098-12-31T12:00' });
    await dialog.getByText('Whoever redeems it gets 5 promotional credits, each account once').waitFor();
    await rig.expectAccessible(page);
    await confirm(page, 'Make it');
    const row = page.getByRole('row', { name: /SPRING/ });
    await row.filter({ hasText: '0 of 100' }).filter({ hasText: 'models llama, qwen' }).waitFor();
    await page.getByRole('button', { name: 'Change: SPRING' }).click();
    await dialog.getByLabel('State').selectOption('disabled');
    await confirm(page, 'Change it');
    await row.getByText('disabled', { exact: true }).waitFor();
    await rig.expectAccessible(page);
    const { data } = await rig.api().GET('/v1/promo-codes/{code}', { params: { path: { code: 'spring' } } });
    expect(data).toEqual({
      code: 'SPRING',
      amount: '5.00',
      scope: { models: ['llama', 'qwen'] },
      expiresAt: '2098-12-31T12:00:00.000Z',
      creditExpiresAt: null,
      creditExpiresInDays: 30,
      maxRedemptions: 100,
      disabled: true,
      redeemed: 0,
    });
  });

  it('makes a plan and changes it, and says what the API refuses', async () => {
    const page = await rig.signedIn('admin', '/finance/plans');
    await page.getByRole('button', { name: 'New plan' }).click();
    const dialog = page.getByRole('dialog');
    await fill(dialog, { 'Plan id': 'team', Name: 'Team', 'Credits a month': '60', 'Price a month': '49' });
    rig.browsing.expect(/400/);
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await dialog.getByText('refreshHours must be given').waitFor();
    await fill(dialog, { 'Renewed every so many hours': '24', GPUs: 'h100', Features: 'All models\nSupport by mail' });
    await rig.expectAccessible(page);
    await confirm(page, 'Make it');
    await page.getByRole('row', { name: /Team.*60\.00.*every 24 h.*49\.00.*gpus h100/ }).waitFor();
    await page.getByRole('button', { name: 'Change: Team' }).click();
    await dialog.getByText('with their next cycle').waitFor();
    await fill(dialog, { 'Credits a month': '90' });
    await confirm(page, 'Change it');
    await page.getByRole('row', { name: /Team.*90\.00/ }).waitFor();
    const plans = (await rig.api().GET('/v1/plans')).data?.items.filter(({ plan }) => plan === 'team');
    expect(plans).toMatchObject([
      { monthlyCredits: '90.00', scope: { gpus: ['h100'] }, features: ['All models', 'Support by mail'] },
    ]);
  });

  it('prices a model per million tokens to the last digit, and shows prices to come in its history', async () => {
    const page = await rig.signedIn('admin', '/finance/prices');
    await page.getByRole('button', { name: 'Price a model' }).click();
    const dialog = page.getByRole('dialog');
    await fill(dialog, { Model: 'meta/llama', Input: '0.60', Output: '2.400001', Units: 'image 0.04' });
    await dialog.getByRole('button', { name: 'Other prices for long prompts' }).click();
    const tier = dialog.getByRole('region', { name: 'Long prompts 1' });
    await fill(tier, { 'For whole requests whose prompt has more tokens than': '128000', Input: '1.20' });
    await rig.expectAccessible(page);
    await confirm(page, 'Set prices');
    await page.getByRole('row', { name: /meta\/llama.*0\.60.*2\.400001.*0\.04 a image.*128,000/ }).waitFor();
    await page.getByRole('button', { name: 'Change: meta/llama' }).click();
    await dialog.getByText('From now on, usage of meta/llama costs').waitFor();
    await fill(dialog, { 'In force from': '2099-01-01T00:00' });
    await dialog.getByText('From 1 Jan 2099').waitFor();
    await dialog.getByLabel('Input', { exact: true }).first().fill('0.90');
    await confirm(page, 'Set prices');
    await page.getByRole('row', { name: /meta\/llama/ }).click();
    const history = dialog.getByRole('row');
    await history.filter({ hasText: '0.90' }).waitFor();
    expect(await history.filter({ hasText: 'in force' }).innerText()).toContain('0.60');
    expect(new URL(page.url()).searchParams.get('model')).toBe('meta/llama');
    await rig.expectAccessible(page);
    const params = { path: { id: 'meta/llama' } };
    const { data } = await rig.api().GET('/v1/models/{id}/prices', { params });
    const same = { output_token_price: '0.000002400001', unit_prices: { image: '0.04' } };
    const tiers = [{ above_prompt_tokens: 128_000, input_token_price: '0.0000012' }];
    expect(data?.items.map(({ prices }) => prices)).toMatchObject([
      { ...same, tiers, input_token_price: '0.0000009', effectiveFrom: '2099-01-01T00:00:00.000Z' },
      { ...same, tiers, input_token_price: '0.0000006' },
    ]);
  });

  it('makes a webhook, whose secret is shown once; sends a delivery again, and it arrives', async () => {
    const { port } = receiver.address() as AddressInfo;
    const page = await rig.signedIn('admin', '/finance/webhooks');
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = page.getByRole('dialog');
    await fill(dialog, { 'Webhook id': 'orchestrator', Address: `http://127.0.0.1:${port}/hooks` });
    await dialog.getByLabel('Kinds of notifications').selectOption('some');
    await dialog.getByRole('checkbox', { name: /purchase\.completed/ }).check();
    await rig.expectAccessible(page);
    await confirm(page, 'Make it');
    const secret = (await dialog.locator('code').textContent()) ?? '';
    await rig.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Done' }).click();

    const header = () => ({ 'Idempotency-Key': randomUUID() });
    await rig.api().POST('/v1/accounts', { params: { header: header() }, body: { accountId: 'tells' } });
    await rig.api().POST('/v1/accounts/{accountId}/purchases', {
      params: { path: { accountId: 'tells' }, header: header() },
      body: { amount: '30', paymentMethod: 'usdc', status: 'completed' },
    });
    await eventually('a delivery', () => received.length === 1);
    const { headers, body } = received[0]!;
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    expect(String(headers['webhook-signature']).split(' ')).toContain(`v1,${signature}`);

    await page.getByRole('row', { name: /orchestrator/ }).click();
    await page.getByRole('row', { name: /purchase\.completed.*tells.*delivered/ }).waitFor();
    await rig.expectAccessible(page);
    await page.getByRole('button', { name: /^Send again / }).click();
    await dialog.getByText('purchase.completed of tells is sent to orchestrator once more').waitFor();
    await confirm(page, 'Send again');
    await eventually('the delivery once more', () => received.length > 1);
    expect(received[1]!.headers['webhook-id']).toBe(headers['webhook-id']);
    expect(JSON.parse(received[1]!.body)).toEqual(JSON.parse(body));
    await page.getByRole('row', { name: /purchase\.completed.*tells.*delivered/ }).waitFor();
    expect(received).toHaveLength(2);
  });

  it('rotates the secret of a webhook and disables it, and keeps the rest as it was', async () => {
    const body = { url: 'http://127.0.0.1:9/', types: ['grace.started' as const] };
    const params = { path: { id: 'ops' }, header: { 'Idempotency-Key': randomUUID() } };
    const made = await rig.api().PUT('/v1/webhooks/{id}', { params, body });
    const page = await rig.signedIn('admin', '/finance/webhooks');
    await page.getByRole('button', { name: 'New secret: ops' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('for 24 hours with the one before too').waitFor();
    await confirm(page, 'Make a new secret');
    const secret = await dialog.locator('code').textContent();
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(made.data?.secret);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Change: ops' }).click();
    await dialog.getByLabel('State').selectOption('disabled');
    await dialog.getByText('Nothing is sent to it until it is enabled again').waitFor();
    await confirm(page, 'Change it');
    await page.getByRole('row', { name: /ops.*disabled.*1 kind/ }).waitFor();
    const all = (await rig.api().GET('/v1/webhooks')).data?.items ?? [];
    expect(all.find(({ id }) => id === 'ops')).toEqual({ id: 'ops', ...body, enabled: false });
  });

  it.each(['finance', 'support', 'auditor'] as const)('shows %s all of it, and nothing to change', async (role) => {
    const page = await rig.signedIn(role, '/finance/codes');
    const tabs = page.getByRole('navigation', { name: 'Views of finance' });
    for (const [tab, row] of Object.entries({
      'Promo codes': /SPRING/,
      Plans: /Team/,
      Prices: /meta\/llama/,
      Webhooks: /orchestrator/,
    })) {
      await tabs.getByRole('link', { name: tab }).click();
      await page.getByRole('row', { name: row }).waitFor();
      expect(await page.locator('.panel').getByRole('button').count()).toBe(0);
    }
  });
});
