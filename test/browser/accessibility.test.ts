import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { pageOf } from '../../bin/preview/page/page';
import type { PageData } from '../../bin/preview/page/page-data';
import { enforcedPage, haltedPage, hostilePage, samplePage } from '../bin/preview/page/sample';
import { startChromium } from './chromium';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => (browser as Browser | undefined)?.close());

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** The rules of axe that the page breaks, with all that can be unfolded unfolded. */
async function violationsOf(markup: string, width: number, colorScheme: 'light' | 'dark'): Promise<string[]> {
  // The page's own policy forbids scripts of others, and so axe.
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.setContent(markup);
  await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true;
    document.querySelector('#in-use:not([hidden])')?.click();`);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()');
  await context.close();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
  );
}

const pages: readonly [string, PageData][] = [
  ['the sample', samplePage()],
  ['an enforced run', enforcedPage()],
  ['a halted run', haltedPage()],
  ['strangers wrote', hostilePage()],
];
const screens = [390, 800, 1400].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => [width, scheme] as const),
);

describe.each(pages)('axe finds nothing: %s', (_, data) => {
  it.each(screens)('%i pixels, %s', async (width, scheme) => {
    expect(await violationsOf(pageOf(data), width, scheme)).toStrictEqual([]);
  });
});

it('axe would find a color that is too faint, and a control without a name', async () => {
  const faint = pageOf(samplePage())
    .replaceAll(/--soft: #[0-9a-f]+/g, '--soft: #bbbbbb')
    .replace('>Filter <input', '><input')
    .replace(/ placeholder="[^"]*"/, '');
  const found = (await violationsOf(faint, 1400, 'light')).map((text) => text.split(':')[0]);
  expect(new Set(found)).toStrictEqual(new Set(['color-contrast', 'label']));
});
