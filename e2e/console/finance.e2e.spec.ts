/** Finance in the console: every action does what it says, once, and what a role may not do is not shown. */
import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Role, describeInBrowser, rigOfFile } from './rig.js';

describeInBrowser('finance in the console', () => {
  const rig = rigOfFile();

  /** The answer of a command through the API. */
  async function sent(method: 'POST' | 'PUT', path: string, body: object, role: Role = 'admin') {
    const response = await fetch(`${rig.url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer dev-${role}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Record<string, string>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  const opened = async (accountId: string): Promise<string> => {
    await sent('POST', '/accounts', { accountId, name: `Team ${accountId}` });
    return `/accounts/${accountId}`;
  };
  const purchased = async (route: string, paymentMethod: string, status = 'pending'): Promise<string> => {
    const { purchaseId = '' } = await sent('POST', `${route}/purchases`, { amount: '30', paymentMethod, status });
    return purchaseId;
  };
  /** How many entries of a type an account has. */
  async function entries(accountId: string, type: string): Promise<number> {
    const params = { path: { accountId }, query: { limit: 500 } };
    const { data } = await rig.api('support').GET('/v1/accounts/{accountId}/events', { params });
    return (data?.items ?? []).filter((item) => item.type === type).length;
  }
  /** Opens the action of a row, and confirms it by two clicks in one moment. */
  async function decide(page: Page, action: string, verb: string): Promise<void> {
    await page.getByRole('button', { name: action, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).dblclick();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  it('approves a request for credits once, however often it is clicked', async () => {
    const route = await opened('asks');
    const purchaseId = await purchased(route, 'request');
    const page = await rig.signedIn('finance', '/finance');
    await page.getByRole('button', { name: `Approve ${purchaseId}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('30.00 credits are added to asks at once').waitFor();
    await rig.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Approve', exact: true }).dblclick();
    await page.getByText('Nothing waits').waitFor();
    expect([await entries('asks', 'PurchaseApproved'), await entries('asks', 'PurchaseCompleted')]).toEqual([1, 0]);
  });

  it.each([
    ['Reject', 'request', 'pending', 'PurchaseRejected'],
    ['Mark as paid', 'card', 'pending', 'PurchaseCompleted'],
    ['Mark as failed', 'card', 'pending', 'PurchaseFailed'],
    ['Reverse', 'usdc', 'completed', 'PurchaseReversed'],
  ])('%s: a purchase, once', async (verb, method, status, type) => {
    const accountId = `${type}-1`;
    const purchaseId = await purchased(await opened(accountId), method, status);
    const page = await rig.signedIn('finance', `/finance?status=${status}`);
    await decide(page, `${verb} ${purchaseId}`, verb);
    await page.getByRole('button', { name: `${verb} ${purchaseId}` }).waitFor({ state: 'detached' });
    expect(await entries(accountId, type)).toBe(1);
  });

  it('takes a withdrawal through its review, under four eyes', async () => {
    const route = await opened('leaves');
    await purchased(route, 'usdc', 'completed');
    const asked = { amount: '5', destination: 'IBAN 1' };
    const { withdrawalId } = await sent('POST', `${route}/withdrawals`, asked, 'checkout');
    const own = await sent('POST', `${route}/withdrawals`, asked, 'finance');
    const page = await rig.signedIn('finance', '/finance/withdrawals');
    await page.getByText('Yours: another key approves it').waitFor();
    expect(await page.getByRole('button', { name: `Approve ${own['withdrawalId']}` }).count()).toBe(0);
    await rig.expectAccessible(page);
    await decide(page, `Reject ${own['withdrawalId']}`, 'Reject');
    await decide(page, `Approve ${withdrawalId}`, 'Approve');
    await page.getByRole('combobox', { name: 'Status' }).selectOption('approved');
    await decide(page, `Mark as paid ${withdrawalId}`, 'Mark as paid');
    await page.getByText('No withdrawal is like that').waitFor();
    const types = ['WithdrawalRejected', 'WithdrawalApproved', 'WithdrawalPaid'];
    expect(await Promise.all(types.map((type) => entries('leaves', type)))).toEqual([1, 1, 1]);
  });

  it('grants credits and voids them', async () => {
    await opened('gets');
    const page = await rig.signedIn('finance', '/finance/grants');
    await page.getByLabel('Account id').fill('gets');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('It never had any').waitFor();
    await page.getByRole('button', { name: 'Grant credits' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Credits').fill('1e3');
    await dialog.getByText('An amount such as 12.50').waitFor();
    expect(await dialog.getByRole('button', { name: 'Grant', exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel('Credits').fill('12.50');
    await rig.expectAccessible(page);
    await dialog.getByRole('button', { name: 'Grant', exact: true }).dblclick();
    await page.getByRole('button', { name: /^Void / }).click();
    await dialog.getByLabel('Reason').fill('Granted by mistake');
    await dialog.getByRole('button', { name: 'Void', exact: true }).dblclick();
    await page.getByRole('button', { name: /^Void / }).waitFor({ state: 'detached' });
    expect([await entries('gets', 'PromoGranted'), await entries('gets', 'PromoVoided')]).toEqual([1, 1]);
  });

  it('says what the API refuses, and changes nothing', async () => {
    const route = await opened('refused');
    await sent('POST', `${route}/close`, {});
    const page = await rig.signedIn('finance', '/finance/grants?accountId=refused');
    await page.getByRole('button', { name: 'Grant credits' }).click();
    await page.getByRole('dialog').getByLabel('Credits').fill('5');
    rig.browsing.expect(/410/);
    await page.getByRole('dialog').getByRole('button', { name: 'Grant', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await entries('refused', 'PromoGranted')).toBe(0);
  });

  it('shows debts', async () => {
    const route = await opened('owes');
    await sent('POST', `${route}/charges`, { amount: '7.25', product: 'inference', mode: 'record' });
    const page = await rig.signedIn('auditor', '/finance/debts');
    await page.getByRole('row', { name: /owes.*7\.25/ }).waitFor();
    await rig.expectAccessible(page);
  });

  it.each([
    ['auditor', 0],
    ['support', 0],
    ['checkout', 2],
    ['finance', 2],
  ] as const)('shows %s the actions that the role may take, and no others', async (role, actions) => {
    const purchaseId = await purchased(await opened(`seen-by-${role}`), 'card');
    const page = await rig.signedIn(role, '/finance');
    await page.getByRole('row', { name: new RegExp(`seen-by-${role}`) }).waitFor();
    const tabs = page.getByRole('navigation', { name: 'Views of finance' });
    expect(await page.getByRole('button', { name: new RegExp(purchaseId) }).count()).toBe(actions);
    expect(await tabs.getByRole('link', { name: 'Grants' }).count()).toBe(
      ['support', 'finance'].includes(role) ? 1 : 0,
    );
    await rig.expectAccessible(page);
  });
});
