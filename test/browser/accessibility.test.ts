import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { PageData } from '../../bin/preview/page/page-data';
import { enforcedPage, haltedPage, hostilePage, samplePage } from '../bin/preview/page/sample';
import { open } from './open-page';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

async function openWithAxe(data: PageData, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  // The page's own policy forbids every other script, and so axe.
  const { page } = await open(data, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  await page.evaluate(AXE);
  return page;
}

/** The rules of axe that the page breaks, with everything unfolded. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true;
    document.querySelector('#in-use:not([hidden])')?.click();`);
  const { violations } = await page.evaluate<{ violations: Violation[] }>('axe.run()');
  await page.context().close();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
  );
}

const pages: readonly [string, PageData][] = [
  ['the sample', samplePage()],
  ['an enforced run', enforcedPage()],
  ['a halted run', haltedPage()],
  ['what strangers wrote', hostilePage()],
];
const screens = [390, 800, 1400].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => [width, scheme] as const),
);

describe.each(pages)('axe finds nothing: %s', (_, data) => {
  it.each(screens)('%i pixels, %s', async (width, scheme) => {
    expect(await violationsOf(await openWithAxe(data, width, scheme))).toStrictEqual([]);
  });
});

it('axe would find a color that is too faint, and a control without a name', async () => {
  const page = await openWithAxe(samplePage(), 1400, 'light');
  await page.evaluate(`document.documentElement.style.setProperty('--soft', '#bbbbbb');
    document.querySelector('#controls').append(document.createElement('input'));`);
  const found = (await violationsOf(page)).map((text) => text.split(':')[0]);
  expect(new Set(found)).toStrictEqual(new Set(['color-contrast', 'label']));
});
