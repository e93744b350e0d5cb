/** A browser with an empty profile, and what its tabs complain of. */
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a page waits for at most. Nothing here takes as long; a machine that is busy may. */
const PATIENCE_MS = 30_000;

/** Where the console keeps the key for the tab. */
const KEY_NAME = 'drawdown.key';

export class Browsing {
  #complaints: string[] = [];
  #expected: RegExp[] = [];
  #tabs: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(executablePath: string): Promise<Browsing> {
    return new Browsing(await chromium.launch({ executablePath, args: FLAGS }));
  }

  /** With a key, somebody has signed in. */
  async tab(options: BrowserContextOptions, key?: string): Promise<Page> {
    const context = await this.browser.newContext(options);
    this.#tabs.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    if (key !== undefined) {
      await context.addInitScript(
        ([name, value]) => {
          if (location.protocol.startsWith('http') && sessionStorage.getItem('signed') === null) {
            sessionStorage.setItem('signed', 'once');
            sessionStorage.setItem(name, value);
          }
        },
        [KEY_NAME, key] as const,
      );
    }
    const page = await context.newPage();
    this.#listen(page);
    return page;
  }

  /** A complaint of this test that is what it is about. */
  expect(complaint: RegExp): void {
    this.#expected.push(complaint);
  }

  /** Closes all tabs; what they complained of that was not expected. */
  async closeTabs(): Promise<readonly string[]> {
    await Promise.all(this.#tabs.map((context) => context.close()));
    const complaints = this.#complaints.filter((text) => !this.#expected.some((expected) => expected.test(text)));
    [this.#tabs, this.#complaints, this.#expected] = [[], [], []];
    return complaints;
  }

  stop = (): Promise<void> => this.browser.close();

  /** Chromium reports what the policy has stopped as errors on the console. */
  #listen(page: Page): void {
    page.on('pageerror', (error) => this.#complaints.push(`thrown: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.#complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      const isOurs = protocol === 'data:' || protocol === 'blob:' || origin === new URL(page.url()).origin;
      if (!isOurs && page.url() !== 'about:blank') this.#complaints.push(`asked elsewhere: ${request.url()}`);
    });
  }
}
