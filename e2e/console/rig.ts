/**
 * The console in a real browser against the real product, both started once a file. A page that throws, logs an error, breaks its
 * policy or asks anybody else fails the test that opened it.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { type BrowserContextOptions, type Page } from 'playwright-core';
import { type DrawdownClient, createClient } from '#client/client.js';
import { CHROMIUM, findOrInstallChromium } from '../../scripts/lib/chromium.mjs';
import { startStack } from '../stack.mjs';
import { findingsOf } from './accessible.js';
import { Browsing } from './browsing.js';

export type Role = 'service' | 'checkout' | 'support' | 'finance' | 'auditor' | 'admin';

const isThere = await findOrInstallChromium();

/** Reported as skipped where Chromium is not installed and can't be by this user. */
export const describeInBrowser = isThere ? describe : describe.skip;

/** So that what a test reads does not depend on where it runs. */
const VIEWER: BrowserContextOptions = {
  locale: 'en-GB',
  timezoneId: 'UTC',
  reducedMotion: 'reduce',
  viewport: { width: 1280, height: 800 },
};

export class Rig {
  #stack: Awaited<ReturnType<typeof startStack>> | undefined;
  #browsing: Browsing | undefined;

  /** `env`: what the product is set up with beside a test clock. */
  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  async start(): Promise<void> {
    this.#stack = await startStack({ env: { TEST_CLOCK: 'true', ...this.env } });
    this.#browsing = await Browsing.start(CHROMIUM);
  }

  async stop(): Promise<void> {
    await this.#browsing?.stop();
    await this.#stack?.stop();
  }

  get stack() {
    if (!this.#stack) throw new Error('The product is not started yet');
    return this.#stack;
  }

  get browsing(): Browsing {
    if (!this.#browsing) throw new Error('The browser is not started yet');
    return this.#browsing;
  }

  get url(): string {
    return this.stack.urls[0] ?? '';
  }

  /** The API, as a role. */
  api(role: Role = 'admin'): DrawdownClient {
    return createClient({ url: this.url, apiKey: `dev-${role}` });
  }

  /** Every process's time, later by so much. What fell due is recorded and shown when it resolves. */
  async advance(seconds: number): Promise<void> {
    const params = { header: { 'Idempotency-Key': randomUUID() } };
    const { error } = await this.api().PUT('/v1/test-clock', { params, body: { advanceSeconds: seconds } });
    if (error) throw new Error(JSON.stringify(error));
  }

  /** A tab of its own in which nobody has signed in: `path` is below `/console`. */
  async open(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.browsing.tab({ ...VIEWER, ...options });
    await page.goto(`${this.url}/console${path}`);
    return page;
  }

  /** A tab of its own that a role has signed in to. */
  async signedIn(role: Role, path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.browsing.tab({ ...VIEWER, ...options }, `dev-${role}`);
    await page.goto(`${this.url}/console${path}`);
    return page;
  }

  /** The page has nothing that WCAG AA forbids, in light and in dark. */
  async expectAccessible(page: Page): Promise<void> {
    for (const theme of ['light', 'dark']) {
      // As the console's own switch does: Chromium is late to apply a preference that changes while a page is open.
      await page.evaluate((chosen) => void (document.documentElement.dataset['theme'] = chosen), theme);
      // What inherits the colours has them a frame later.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      expect({ theme, findings: await findingsOf(page) }).toEqual({ theme, findings: [] });
    }
    await page.evaluate(() => delete document.documentElement.dataset['theme']);
  }
}

/** Starts product and browser for the tests of a file, and holds each of them to what its pages have reported. */
export function rigOfFile(env?: Readonly<Record<string, string>>): Rig {
  const rig = new Rig(env);
  beforeAll(() => rig.start(), 180_000);
  afterEach(async () => expect(await rig.browsing.closeTabs()).toEqual([]));
  afterAll(() => rig.stop());
  return rig;
}
