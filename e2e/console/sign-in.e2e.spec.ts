/** The way into the console: a key that is kept for the tab, a policy that lets nothing else in, addresses that lead on. */
import { expect, it } from '@jest/globals';
import { describeInBrowser, rigOfFile } from './rig.js';

describeInBrowser('the console', () => {
  const rig = rigOfFile();

  it('lets in who has a key, and keeps it for the tab only', async () => {
    const page = await rig.open();
    await page.getByLabel('API key').fill('dev-support');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('drawdown.key'))).toBeNull();
  });

  it('offers the development keys where they are in force', async () => {
    const page = await rig.open();
    await page.getByRole('button', { name: 'auditor' }).click();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
  });

  it('says that a key is not known, and stays where it is', async () => {
    rig.browsing.expect(/401/);
    const page = await rig.open();
    await page.getByLabel('API key').fill('not-a-key');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'does not know this key' }).waitFor();
    await rig.expectAccessible(page);
  });

  it('leads on to the address that was asked for, once somebody has signed in', async () => {
    const page = await rig.open('/accounts?status=grace');
    await page.getByRole('button', { name: 'support' }).click();
    await page.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=grace');
  });

  it('lets nothing into its page that its own origin has not served', async () => {
    rig.browsing.expect(/Content Security Policy|violates/);
    const page = await rig.open();
    const refused = await page.evaluate(async () => {
      const violated: string[] = [];
      const all = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          if (violated.push(event.effectiveDirective) === 3) resolve();
        });
      });
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.body.append(script);
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(style);
      await fetch('https://elsewhere.invalid/').catch(() => {});
      await all;
      return { violated, wasRun: 'wasRun' in window, display: getComputedStyle(document.body).display };
    });
    expect(refused).toMatchObject({ wasRun: false, display: 'block' });
    expect(refused.violated.toSorted()).toEqual(['connect-src', 'script-src-elem', 'style-src-elem']);
  });
});
