/** An account's life in the console: every moment of it by slider, keys and play, on either clock, under an address that leads back. */
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, rigOfFile } from './rig.js';
import { richLedger } from './rich-ledger.mjs';

describeInBrowser('the replay of an account', () => {
  const rig = rigOfFile();
  let middle: string;
  let newest: number;
  beforeAll(async () => {
    ({ middle } = await richLedger(rig.url));
    newest = (await balanceAt({})).revision;
  }, 60_000);

  const params = (query: object) => ({ params: { path: { accountId: 'northwind' }, query } });
  async function balanceAt(moment: object) {
    const { data } = await rig.api().GET('/v1/accounts/{accountId}/balance', params(moment));
    if (!data) throw new Error('The API does not answer');
    return data;
  }
  const open = (search: string) => rig.signedIn('support', `/accounts/northwind/replay${search}`);
  const searchOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const entry = (page: Page, revision: number) =>
    page
      .getByRole('region', { name: 'Entry' })
      .filter({ hasText: `entry ${revision}` })
      .waitFor();
  const figure = (page: Page, name: string) =>
    page
      .locator('.replay-figure', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`, 'i') }) })
      .locator('.amount')
      .first();
  /** What the page says to be available, once it says it. */
  const shows = (page: Page, available: string) =>
    figure(page, 'available')
      .and(page.getByTitle(available, { exact: true }))
      .waitFor();

  it('shows an entry in words, by whom and by which request, between the account before and after it', async () => {
    const { data } = await rig.api().GET('/v1/accounts/{accountId}/replay', params({ from: 12, to: 12 }));
    const item = data!.items[0]!;
    const { data: log } = await rig.api().GET('/v1/accounts/{accountId}/events', params({ from: 12, to: 12 }));
    const page = await open('?revision=12');
    await entry(page, 12);
    await page.getByText('You see the past').waitFor();
    for (const sentence of item.changes) await page.getByText(sentence).waitFor();
    await page.getByText(`${item.actor.person}, with the key ${item.actor.key}`).waitFor();
    await page.getByText(log!.items[0]!.metadata.idempotencyKey!).waitFor();
    await shows(page, item.after.balance.available);
    expect(item.before.balance.held).not.toBe(item.after.balance.held);
    await page.locator('.replay-figure', { hasText: 'held' }).getByTitle(item.before.balance.held).waitFor();
    await rig.expectAccessible(page);
  });

  it('moves by the slider, by arrow keys anywhere, and by buttons, and its address follows', async () => {
    const page = await open('?revision=20');
    await entry(page, 20);
    await page.keyboard.press('ArrowRight');
    await entry(page, 21);
    expect(searchOf(page)).toEqual({ revision: '21' });
    const slider = page.getByRole('slider', { name: 'Moment' });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    await entry(page, 20);
    await page.keyboard.press('End');
    await entry(page, newest);
    expect(searchOf(page)).toEqual({ revision: String(newest) });
    await page.keyboard.press('Home');
    await entry(page, 1);
    await page.getByRole('button', { name: 'One step on' }).click();
    await entry(page, 2);
    await slider.fill('50');
    await entry(page, 50);
    const { available } = await balanceAt({ revision: 50 });
    await shows(page, available);
  });

  it('plays to the end by itself, and stands still when it is told to', async () => {
    const page = await open(`?revision=${newest - 3}`);
    await page.getByLabel('Pace').selectOption('Fast');
    await page.getByRole('button', { name: 'Play' }).click();
    await entry(page, newest);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await entry(page, 2);
    await page.getByRole('button', { name: 'Pause' }).click();
    const { revision } = searchOf(page);
    await entry(page, Number(revision));
  });

  it('shows on one clock what was recorded by then, on the other what had happened by then', async () => {
    const [recorded, effective] = [await balanceAt({ asOf: middle }), await balanceAt({ effective: middle })];
    const page = await open(`?asOf=${middle}`);
    await shows(page, recorded.available);
    await entry(page, recorded.revision);
    await page.keyboard.press('ArrowRight');
    await entry(page, (await balanceAt({ asOf: searchOf(page)['asOf'] })).revision);
    expect(Date.parse(searchOf(page)['asOf']!)).toBeGreaterThan(Date.parse(middle));
    const other = await open(`?effective=${middle}`);
    await shows(other, effective.available);
    await other.getByText('whenever it was recorded').first().waitFor();
    await rig.expectAccessible(other);
    await other.getByText('Entry by entry').click();
    await entry(other, effective.revision);
    await other.getByText('Time in effect').click();
    await other.waitForURL(/effective=/);
  });

  it('puts two moments beside each other and says what differs', async () => {
    const [before, after] = [await balanceAt({ revision: 6 }), await balanceAt({ revision: 24 })];
    const page = await open('?revision=24');
    await page.getByRole('button', { name: 'Put another moment beside' }).click();
    await page.getByRole('slider', { name: 'The other moment' }).fill('6');
    await page.waitForURL(/beside=6/);
    const row = page.getByRole('row').filter({ hasText: 'Available' });
    await row.getByTitle(before.available, { exact: true }).waitFor();
    await row.getByTitle(after.available, { exact: true }).waitFor();
    await rig.expectAccessible(page);
    const address = page.url();
    const colleague = await rig.signedIn('auditor', address.slice(address.indexOf('/accounts')));
    await colleague
      .getByRole('row')
      .filter({ hasText: 'Available' })
      .getByTitle(before.available, { exact: true })
      .waitFor();
    await colleague.getByRole('slider', { name: 'This moment' }).waitFor();
    expect(searchOf(colleague)).toEqual({ revision: '24', beside: '6' });
  });

  it('an address brings a colleague to the same instant, whatever has been recorded since', async () => {
    const page = await open('?revision=20');
    await entry(page, 20);
    await page.getByRole('button', { name: 'One step back' }).click();
    await entry(page, 19);
    await page.locator('dd code').first().waitFor();
    const seen = await page.locator('.replay-stage').innerText();
    const path = page.url().slice(page.url().indexOf('/accounts'));
    const more = { product: 'inference', amount: '0.5' };
    await rig.api().POST('/v1/accounts/{accountId}/charges', {
      params: { path: { accountId: 'northwind' }, header: { 'Idempotency-Key': 'one-more' } },
      body: more,
    });
    const colleague = await rig.signedIn('auditor', path);
    await entry(colleague, 19);
    await colleague.locator('dd code').first().waitFor();
    expect(await colleague.locator('.replay-stage').innerText()).toBe(seen);
  });

  it('reads a few entries around the one that is shown, however many there are', async () => {
    const page = await rig.browsing.tab({}, 'dev-support');
    const read: number[] = [];
    page.on('response', (response) => {
      if (/v1\/.*\/replay\?/.test(response.url())) {
        void response.json().then(({ items }: { items: unknown[] }) => read.push(items.length));
      }
    });
    await page.goto(`${rig.url}/console/accounts/northwind/replay?revision=120`);
    await entry(page, 120);
    await page.waitForLoadState('networkidle');
    expect(newest).toBeGreaterThan(150);
    expect(read.reduce((sum, items) => sum + items, 0)).toBeLessThanOrEqual(60);
  });

  it('fits a phone', async () => {
    const page = await rig.signedIn('support', '/accounts/northwind/replay?revision=12', {
      viewport: { width: 360, height: 740 },
    });
    await entry(page, 12);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
