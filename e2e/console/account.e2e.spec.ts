/** All views of an account in a browser: what they show is what the API says, now and of the past. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { richLedger } from './rich-ledger.mjs';
import { describeInBrowser, rigOfFile } from './rig.js';
import { counted, exactly, noneLeft, rowsIn } from './seen.js';
import { graced, longHistory, tiers } from './seen-accounts.js';

const NORTHWIND = '/accounts/northwind';

describeInBrowser('an account in the console', () => {
  const rig = rigOfFile();
  let middle: string;
  beforeAll(async () => {
    ({ middle } = await richLedger(rig.url));
  }, 120_000);

  const path = { accountId: 'northwind' };
  const balanceOf = async (query: { revision?: number; asOf?: string; effective?: string } = {}) =>
    (await rig.api().GET('/v1/accounts/{accountId}/balance', { params: { path, query } })).data!;

  it('shows what an account has, every digit of it', async () => {
    const page = await rig.signedIn('finance', NORTHWIND);
    await page.getByRole('heading', { name: 'Northwind Research', level: 1 }).waitFor();
    const { available, held, overdraft, withdrawable } = await balanceOf();
    for (const [label, amount] of Object.entries({
      Available: available,
      Held: held,
      Overdraft: overdraft,
      Withdrawable: withdrawable,
    })) {
      expect([label, await exactly(page, label)]).toEqual([label, amount]);
    }
  });

  it('shows buckets in the order in which the next charge draws on them', async () => {
    const inOrder = await tiers(rig);
    const page = await rig.signedIn('support', '/accounts/tiers');
    const shown = page.getByRole('list', { name: 'Buckets in order of consumption' }).locator('code');
    await shown.nth(inOrder.length - 1).waitFor();
    expect(await shown.allTextContents()).toEqual(inOrder);
    await page.getByRole('img', { name: 'Of 5.00: spent 1.00, remaining 4.00' }).waitFor();
    await page.getByRole('button', { name: 'Show 1 used up or over' }).click();
    await page.getByRole('list', { name: 'Buckets that are used up or over' }).waitFor();
    await page.getByRole('img', { name: 'Of 7.00: lapsed 7.00' }).waitFor();
    const marked = page.getByRole('list', { name: 'Marked in the chart' });
    expect(await marked.textContent()).toMatch(/7\.00 expire/);
    await rig.expectAccessible(page);
  });

  it('zooms the balance over time by dragging and by keyboard, and keeps the stretch in the address', async () => {
    const page = await rig.signedIn('support', NORTHWIND);
    const plot = page.locator('.plot .u-over');
    await plot.hover({ position: { x: 200, y: 40 } });
    await page.mouse.down();
    await plot.hover({ position: { x: 500, y: 40 } });
    await page.mouse.up();
    await page.waitForURL(/since=/);
    const dragged = new URL(page.url()).searchParams;
    expect(Date.parse(dragged.get('since')!)).toBeLessThan(Date.parse(dragged.get('until')!));
    await page.getByRole('button', { name: 'Zoom out' }).press('Enter');
    await page.waitForFunction(
      (before) => !location.search.includes(before),
      encodeURIComponent(dragged.get('since')!),
    );
    await page.getByRole('button', { name: '30 days' }).press('Enter');
    await page.waitForFunction(() => !location.search.includes('since'));
  });

  it('keeps what is dragged over the chart though the account is charged meanwhile', async () => {
    const path = { accountId: 'dragged-over' };
    const header = () => ({ 'Idempotency-Key': randomUUID() });
    await rig.api().POST('/v1/accounts', { params: { header: header() }, body: path });
    await rig.api().POST('/v1/accounts/{accountId}/grants', {
      params: { path, header: header() },
      body: { amount: '10', source: 'signup' },
    });
    const page = await rig.signedIn('support', `/accounts/${path.accountId}`);
    const plot = page.locator('.plot .u-over');
    const dragged = async (meanwhile?: () => Promise<void>): Promise<number> => {
      await plot.hover({ position: { x: 200, y: 40 } });
      await page.mouse.down();
      await plot.hover({ position: { x: 300, y: 40 } });
      await meanwhile?.();
      await plot.hover({ position: { x: 500, y: 40 } });
      await page.mouse.up();
      await page.waitForURL(/since=/);
      const { searchParams } = new URL(page.url());
      return Date.parse(searchParams.get('until')!) - Date.parse(searchParams.get('since')!);
    };
    const undisturbed = await dragged();
    await page.getByRole('button', { name: '30 days' }).press('Enter');
    await page.waitForFunction(() => !location.search.includes('since'));
    const disturbed = await dragged(async () => {
      await rig.api().POST('/v1/accounts/{accountId}/charges', {
        params: { path, header: header() },
        body: { amount: '4', product: 'inference' },
      });
      await page.getByRole('img', { name: 'Of 10.00: spent 4.00, remaining 6.00' }).waitFor();
    });
    expect(disturbed / undisturbed).toBeCloseTo(1, 1);
  });

  it('shows the history as its owner sees it: signs, badges, what runs; by filters in the address', async () => {
    const page = await rig.signedIn('support', `${NORTHWIND}/transactions`);
    await noneLeft(page);
    const running = rowsIn(page).first();
    expect(await running.textContent()).toContain('accumulating');
    await rig.expectAccessible(page);
    await page.getByLabel('Type').selectOption('deposit');
    await page.waitForURL(/type=deposit/);
    const deposit = rowsIn(page).filter({ hasText: 'Invoice' });
    await counted(deposit, 1);
    expect(await deposit.locator('.amount-in').textContent()).toBe('+100.00');
    const link = deposit.getByRole('link', { name: 'Invoice' });
    expect(await link.getAttribute('href')).toBe('https://invoices.example/in-1042');
    await page.goto(`${rig.url}/console${NORTHWIND}/transactions?type=usage&status=completed`);
    await noneLeft(page);
    expect(await page.getByLabel('Type').inputValue()).toBe('usage');
    expect(await page.locator('tbody .amount-out').count()).toBeGreaterThan(5);
  });

  it('saves what is filtered as the CSV of the API', async () => {
    const page = await rig.signedIn('support', `${NORTHWIND}/transactions?type=refund`);
    await noneLeft(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const saved = await download;
    const lines: string[] = [];
    for await (const chunk of await saved.createReadStream()) lines.push(String(chunk));
    const query = { type: 'refund', format: 'csv' } as const;
    const asked = await rig
      .api()
      .GET('/v1/accounts/{accountId}/transactions', { params: { path, query }, parseAs: 'text' });
    expect(lines.join('')).toBe(asked.data);
    expect(saved.suggestedFilename()).toBe('transactions northwind.csv');
  });

  it('explains a charge: every bucket that was open, and why it paid or did not', async () => {
    const page = await rig.signedIn('auditor', `${NORTHWIND}/transactions?type=usage&service=inference`);
    await noneLeft(page);
    const row = rowsIn(page).first();
    await row.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Which buckets paid, and why' }).waitFor();
    const transactionId = new URL(page.url()).searchParams.get('open')!;
    const params = { path: { ...path, transactionId } };
    const { data } = await rig.api().GET('/v1/accounts/{accountId}/transactions/{transactionId}/explain', { params });
    await dialog.locator('.explained li').first().waitFor();
    expect(await dialog.locator('.explained p').allTextContents()).toEqual(data!.buckets.map(({ reason }) => reason));
    await rig.expectAccessible(page);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.goto(`${rig.url}/console${NORTHWIND}/transactions?open=${transactionId}`);
    await page.getByRole('dialog').getByText(data!.buckets[0]!.reason).waitFor();
  });

  it('shows usage by day and model, plan, resources, holds and notifications', async () => {
    const page = await rig.signedIn('support', `${NORTHWIND}/usage`);
    await page.getByRole('list', { name: 'Usage by model' }).getByText('llama-70b').waitFor();
    await page.getByLabel('Days').selectOption('7');
    await page.waitForURL(/days=/);
    await rig.expectAccessible(page);
    const seen: readonly (readonly [tab: string, text: string])[] = [
      ['Plan', 'Allowance'],
      ['Resources', 'Fine-tuning'],
      ['Holds', 'captured'],
      ['Notifications', 'withdrawal.requested'],
    ];
    for (const [tab, text] of seen) {
      await page.getByRole('navigation', { name: 'Views of the account' }).getByRole('link', { name: tab }).click();
      await page.locator('.panel, .tiles').getByText(text).first().waitFor();
      await rig.expectAccessible(page);
    }
  });

  it('shows balance and buckets of the past by revision and by both clocks, and says so', async () => {
    const page = await rig.signedIn('support', `${NORTHWIND}?revision=4`);
    for (const moment of [{ revision: 4 }, { asOf: middle }, { effective: middle }]) {
      const search = new URLSearchParams(Object.entries(moment).map(([name, value]) => [name, String(value)]));
      await page.goto(`${rig.url}/console${NORTHWIND}?${search}`);
      await page.getByText('You see the past').waitFor();
      const past = await balanceOf(moment);
      if (!('effective' in moment)) expect(past.revision).toBeLessThan((await balanceOf()).revision);
      expect(past.available).not.toBe((await balanceOf()).available);
      expect([moment, await exactly(page, 'Available')]).toEqual([moment, past.available]);
      const places = page.locator('.bucket .bar');
      await places.first().waitFor();
    }
    await rig.expectAccessible(page);
    await page.getByRole('link', { name: 'Plan' }).click();
    await page.getByText('You see the past').waitFor();
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.getByText('You see the past').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
  });

  it('draws of a long history only what is in sight, and scrolls to its end', async () => {
    await longHistory(rig, 1_500);
    const page = await rig.signedIn('support', '/accounts/long/transactions');
    await rowsIn(page).first().waitFor();
    const scroller = page.getByRole('group', { name: 'Transactions' });
    await page.waitForFunction(() => {
      const element = document.querySelector('.table-scrolls');
      if (element) element.scrollTop = element.scrollHeight;
      return document.querySelector('.table-foot')?.textContent?.includes('that is all');
    });
    expect(await scroller.locator('.table-foot').textContent()).toBe('1,501 transactions, that is all');
    expect(await rowsIn(page).count()).toBeLessThan(100);
  });

  it('counts grace down by the clock of the API, says what ends it, and that it ended', async () => {
    await graced(rig);
    const page = await rig.signedIn('support', '/accounts/graced');
    const left = page.getByRole('timer');
    const before = await left.textContent();
    await page.getByText('What ends it: a top-up of more than the overdraft').waitFor();
    await rig.expectAccessible(page);
    await rig.advance(3_600);
    await page.waitForFunction((text) => document.querySelector('[role=timer]')?.textContent !== text, before);
    await rig.advance(3 * 86_400);
    await page.getByText('Suspended: its service was terminated').waitFor();
    await page.getByText('suspended', { exact: true }).first().waitFor();
  });
});
