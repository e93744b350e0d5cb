/** Accounts in a browser: the worst first, found and opened, for each role, by keyboard, on a phone, and while they can't be shown. */
import { beforeAll, expect, it } from '@jest/globals';
import { richLedger } from './rich-ledger.mjs';
import { describeInBrowser, rigOfFile } from './rig.js';
import { counted, noneLeft, rowsIn } from './seen.js';

const NORTHWIND = '/accounts/northwind';
const VIEWS = ['', '/transactions', '/usage', '/plan', '/resources', '/holds', '/notifications'];
const PHONE = { viewport: { width: 360, height: 740 } };

describeInBrowser('accounts in the console', () => {
  const rig = rigOfFile();
  beforeAll(() => richLedger(rig.url).then(() => undefined), 120_000);

  it('lists the worst first, and finds by name, status and debt, all of it in the address', async () => {
    const page = await rig.signedIn('support', '/accounts');
    await noneLeft(page);
    expect(await rowsIn(page).first().textContent()).toContain('late-payers');
    await rig.expectAccessible(page);
    await page.getByLabel('Id or name').fill('fjord');
    await counted(rowsIn(page), 1);
    await page.getByLabel('Id or name').fill('');
    await page.getByLabel('Debt').selectOption({ label: 'In debt' });
    await counted(rowsIn(page), 1);
    await page.getByLabel('Status').selectOption({ label: 'Closed' });
    await page.getByText('No account is like that').waitFor();
    expect(new URL(page.url()).search).toBe('?status=closed&inDebt=true');
    await page.reload();
    await page.getByText('No account is like that').waitFor();
    expect(await page.getByLabel('Status').inputValue()).toBe('closed');
    await rig.expectAccessible(page);
  });

  it('opens an account by keyboard', async () => {
    const page = await rig.signedIn('support', '/accounts');
    await noneLeft(page);
    await rowsIn(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Late Payers Ltd', level: 1 }).waitFor();
  });

  it('shows a service the accounts whose id it knows, and nothing that it may not read', async () => {
    const page = await rig.signedIn('service', '/accounts');
    await page.getByLabel('Account id').fill('northwind');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Northwind Research' }).waitFor();
    expect(await page.getByRole('link', { name: 'Notifications' }).count()).toBe(0);
    await page.goto(`${rig.url}/console${NORTHWIND}/transactions?type=usage&service=inference`);
    await noneLeft(page);
    await rowsIn(page).first().click();
    await page.getByRole('dialog').getByText('Balance after').waitFor();
    expect(await page.getByText('Which buckets paid').count()).toBe(0);
  });

  it('says that there is no such account, and no such page', async () => {
    rig.browsing.expect(/404/);
    const page = await rig.signedIn('support', '/accounts/nobody');
    await page.getByRole('alert').getByText('account-not-found').waitFor();
    await rig.expectAccessible(page);
    await page.goto(`${rig.url}/console/nowhere`);
    await page.getByText('There is no such page').waitFor();
    await rig.expectAccessible(page);
  });

  it('fits a phone: no view is wider than it', async () => {
    const page = await rig.signedIn('support', '/accounts', PHONE);
    const widths: [string, number][] = [];
    for (const view of ['/accounts', ...VIEWS.map((each) => NORTHWIND + each)]) {
      await page.goto(`${rig.url}/console${view}`);
      await page.locator('.panel').first().waitFor();
      widths.push([view, await page.evaluate(() => document.documentElement.scrollWidth)]);
    }
    expect(widths.filter(([, width]) => width > PHONE.viewport.width)).toEqual([]);
    await rig.expectAccessible(page);
  });

  it('switches colours, and keeps to them', async () => {
    const page = await rig.signedIn('support', '/accounts');
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    const change = page.getByRole('button', { name: /^Colours/ });
    await change.click();
    await change.click();
    expect(await ground()).not.toBe(light);
    await page.reload();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    expect(await ground()).not.toBe(light);
  });

  it('says that a view is being rebuilt, and shows it as soon as it is', async () => {
    rig.browsing.expect(/503/);
    await Promise.all(rig.stack.projectors.map((projector) => projector.end()));
    await rig.stack.flushRedis();
    const page = await rig.signedIn('support', '/accounts');
    await page.getByText('This view is being rebuilt').waitFor();
    await rig.expectAccessible(page);
    for (const projector of rig.stack.projectors) projector.start();
    await page.getByText('late-payers').waitFor();
  });
});
