#!/usr/bin/env node
// Pictures of the console's pages in light, dark and narrow, of rich data on a test clock: `npm run screenshots -- FOLDER`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { startStack } from '../e2e/stack.mjs';
import { richLedger } from '../e2e/console/rich-ledger.mjs';
import { CHROMIUM, findOrInstallChromium } from './lib/chromium.mjs';
import { Refusal, done, endWith, step } from './lib/say.mjs';
import { setUp } from './setup.mjs';

/** @type {Record<string, import('playwright-core').BrowserContextOptions>} */
const views = {
  light: { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
};

/** For what is read after what is read first, and for what moves into its place. */
const SETTLED_MS = 700;

/** Each page with whose key it is opened. */
const pages = {
  'sign-in': { path: '/' },
  accounts: { path: '/accounts', role: 'support' },
  account: { path: '/accounts/northwind', role: 'support' },
  transactions: { path: '/accounts/northwind/transactions', role: 'support' },
  usage: { path: '/accounts/northwind/usage', role: 'support' },
  grace: { path: '/accounts/late-payers', role: 'support' },
  replay: { path: '/accounts/northwind/replay?revision=12', role: 'support' },
  'replay-recorded': { path: '/accounts/northwind/replay?asOf=AT', role: 'support' },
  'replay-effective': { path: '/accounts/northwind/replay?effective=AT', role: 'support' },
  'replay-beside': { path: '/accounts/northwind/replay?revision=24&beside=6', role: 'support' },
  finance: { path: '/finance', role: 'finance' },
  withdrawals: { path: '/finance/withdrawals', role: 'finance' },
  grants: { path: '/finance/grants?accountId=northwind', role: 'finance' },
  codes: { path: '/finance/codes', role: 'admin' },
  plans: { path: '/finance/plans', role: 'admin' },
  prices: { path: '/finance/prices', role: 'admin' },
  webhooks: { path: '/finance/webhooks?webhook=ops', role: 'admin' },
  audit: { path: '/audit', role: 'auditor' },
  system: { path: '/system', role: 'admin' },
};

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} at an instant in the middle of the account's life
 * @param {string} folder
 * @param {readonly string[]} names
 */
async function takeAll(browser, url, at, folder, names) {
  for (const [view, options] of Object.entries(views)) {
    const context = await browser.newContext({
      ...options,
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
    });
    for (const [name, page] of Object.entries(pages)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const tab = await context.newPage();
      const role = 'role' in page ? page.role : undefined;
      if (role) {
        await tab.addInitScript((key) => {
          if (location.protocol.startsWith('http')) sessionStorage.setItem('drawdown.key', key);
        }, `dev-${role}`);
      }
      await tab.goto(`${url}/console${page.path.replace('AT', at)}`);
      await tab.locator('h1').first().waitFor();
      await tab.waitForFunction(() => document.querySelector('.spinner') === null);
      await tab.waitForTimeout(SETTLED_MS);
      await tab.screenshot({ path: path.join(folder, `${name}-${view}.png`), fullPage: view === 'narrow' });
      await tab.close();
    }
    await context.close();
  }
}

async function screenshots() {
  const [folder, ...names] = process.argv.slice(2);
  if (!folder) throw new Refusal('Say which folder the pictures go to: npm run screenshots -- /tmp/pictures');
  await setUp();
  if (!(await findOrInstallChromium())) throw new Refusal('This needs Chromium at /usr/bin/chromium.');
  mkdirSync(folder, { recursive: true });
  step('starting the product on a test clock, and giving accounts a life');
  const stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  try {
    const url = stack.urls[0] ?? '';
    const { middle } = await richLedger(url);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    await takeAll(browser, url, middle, folder, names);
    await browser.close();
  } finally {
    await stack.stop();
  }
  done(`pictures are in ${folder}`);
}

await screenshots().catch(endWith);
