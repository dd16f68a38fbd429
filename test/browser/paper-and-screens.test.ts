import { investigationPage } from './investigation-page';
import { enforcedPage, hostilePage, manyFindings, samplePage } from '../bin/preview/page/sample';
import { column, head, open, openMarkup, rows, showAll } from './open-page';
import { brokenWords, widerThanScreen } from './layout';

describe('on paper', () => {
  it('controls are hidden, it is light in a dark room too, heads repeat and rows stay whole', async () => {
    const { page } = await open(samplePage(), { colorScheme: 'dark' });
    expect(await page.locator('#controls').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#controls, .more, input').filter({ visible: true }).count()).toBe(0);
    const style = (selector: string, property: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`,
      );
    expect(await style('body', 'color')).toBe('rgb(29, 33, 39)');
    expect(await style('.bar.beyond', 'fill')).toBe('rgb(180, 81, 58)');
    expect(await style('.verdict', 'color')).toBe('rgb(166, 52, 33)');
    expect(await style('a', 'text-decoration-line')).toBe('none');
    expect(await style('body', 'background-color')).toBe('rgb(255, 255, 255)');
    expect(await style('table.findings thead', 'display')).toBe('table-header-group');
    expect(await style('table.findings tbody tr', 'break-inside')).toBe('avoid');
    // Chromium would leave a button out of the repeated heads.
    expect(await style('table.findings th button', 'display')).toBe('contents');
  });

  it('without JavaScript nothing stays folded away', async () => {
    const { page } = await open(samplePage(), { javaScriptEnabled: false });
    const folded = page.locator('.finding').getByText('legacy-soap', { exact: true });
    expect(await folded.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await folded.isVisible()).toBe(true);
  });

  it('prints all rows that match and what is folded away, and folds it again', async () => {
    const { page } = await open(samplePage({ findings: manyFindings(1000) }));
    const folded = await page.locator('details:not([open])').count();
    await page.evaluate(`addEventListener('beforeprint', () => {
      globalThis.printed = [document.querySelectorAll('.findings tbody tr').length, document.querySelectorAll('details:not([open])').length];
    })`);
    await page.pdf();
    expect(await page.evaluate('globalThis.printed')).toStrictEqual([300, 0]);
    expect(await rows(page).count()).toBe(200);
    expect(await page.locator('details:not([open])').count()).toBe(folded);
  });
});

it('no word of a table is broken on paper', async () => {
  // A4 in landscape without its margins.
  const { page } = await open(enforcedPage(), { viewport: { width: 1032, height: 700 } });
  await page.emulateMedia({ media: 'print' });
  expect(await brokenWords(page)).toStrictEqual([]);
});

describe('elsewhere', () => {
  it('a phone shows cards, and nothing is wider than it', async () => {
    const { page } = await open(samplePage(), { viewport: { width: 360, height: 800 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    // What is in use has no card: all 50 had over 11,000 pixels.
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(6000);
    await showAll(page);
    await head(page, 'User').getByRole('button').click();
    expect((await column(page, 1))[0]).toContain('amelia.brandt');
  });

  it('what strangers wrote makes nothing wider than a phone', async () => {
    const { page } = await open(hostilePage(), { viewport: { width: 390, height: 800 } });
    await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it.each([320, 390, 800, 1400])(
    'at %i pixels nothing is wider than the screen, charts neither, and no date is broken',
    async (width) => {
      const { page } = await open(samplePage(), { viewport: { width, height: 900 } });
      await showAll(page);
      const broken = await page.evaluate<string[]>(`
        [...document.querySelectorAll('time')]
          .filter((date) => date.getClientRects().length > 1)
          .map((date) => date.textContent)`);
      expect(broken).toStrictEqual([]);
      expect(await page.locator('time').count()).toBeGreaterThan(50);
      expect(await widerThanScreen(page)).toStrictEqual([]);
    },
  );

  it.each([390, 800, 1281, 1400])('at %i pixels no word of a table is broken', async (width) => {
    const { page } = await open(enforcedPage(), { viewport: { width, height: 900 } });
    await showAll(page);
    expect(await brokenWords(page)).toStrictEqual([]);
  });

  it.each([320, 390, 800, 1281, 1400])(
    'at %i pixels the page of an investigation is no wider than the screen, and no word is broken',
    async (width) => {
      const { page, complaints } = await openMarkup(investigationPage(), {
        viewport: { width, height: 900 },
      });
      expect(await brokenWords(page)).toStrictEqual([]);
      expect(await widerThanScreen(page)).toStrictEqual([]);
      expect(complaints).toStrictEqual([]);
    },
  );

  it('without JavaScript all is there and no control pretends to work', async () => {
    const { page } = await open(samplePage({ findings: manyFindings(300) }), { javaScriptEnabled: false });
    expect(await rows(page).count()).toBe(300);
    expect(
      await page.locator('#controls, #more, table.findings button').filter({ visible: true }).count(),
    ).toBe(0);
  });
});
