import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Without a browser the tests are skipped, and say so: a page nobody opened must not look tested. */
export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) console.warn(`no browser at ${CHROMIUM}: the tests of the page are SKIPPED`);

/** Everything a person waits for in these tests. */
const LONGEST_WAIT = 20_000;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export interface OpenPage {
  page: Page;
  /** What went wrong in the page, and what it asked of any other host: empty when all is well. */
  faults: string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    locale: 'en-IN',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(LONGEST_WAIT);
  const faults: string[] = [];
  const { host } = new URL(url);
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== host) faults.push(`request to ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('#live[data-status=open]').waitFor();
  await page.getByTestId('sample-power-cut').waitFor();
  return { page, faults };
}

/** Chooses who posts, writes the text and sends it: past the handle by Tab, and off by Ctrl+Enter. */
export async function postByKeyboard(page: Page, as: string, text: string): Promise<void> {
  await page.getByTestId('composer-as').selectOption(as);
  await page.getByTestId('composer-as').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+Enter');
}
