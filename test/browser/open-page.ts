import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pageOf } from '../../bin/preview/page/page';
import type { PageData } from '../../bin/preview/page/page-data';
import { startChromium } from './chromium';

const directory = mkdtempSync(join(tmpdir(), 'iam-lapse-page-'));
let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  // Undefined when there is none to be started, which is the error to be shown.
  await (browser as Browser | undefined)?.close();
});

export interface Opened {
  readonly page: Page;
  /** What the console said, what was thrown, and what was asked for beyond the file itself. */
  readonly complaints: readonly string[];
}

/** Opens the page in the one browser of this test file. */
export function open(data: PageData, options: BrowserContextOptions = {}): Promise<Opened> {
  return openMarkup(pageOf(data), options);
}

/** The same for the page of another command. */
export async function openMarkup(markup: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const file = join(directory, 'page.html');
  writeFileSync(file, markup);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => request.url() !== url && complaints.push(request.url()));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  await page.goto(url);
  return { page, complaints };
}

export const rows = (page: Page) => page.locator('table.findings tbody tr');
export const column = (page: Page, number: number) =>
  page.locator(`table.findings tbody td:nth-child(${number})`).allInnerTexts();
export const head = (page: Page, name: string) => page.getByRole('columnheader', { name });
export const status = (page: Page) => page.getByRole('status').innerText();
export const showAll = (page: Page) => page.getByRole('button', { name: 'in use' }).click();
