import { readFileSync } from 'node:fs';
import { pageOfOrganization } from '../../bin/preview/organization/page';
import { parseOrganizationRecord } from '../../bin/preview/organization/record';
import type { OrganizationReport } from '../../lambda/domain/organization/run-report';
import { brokenRun, filesOf, haltedRun, largeRun, wholeRun } from '../bin/preview/organization/sample';
import { brokenWords, widerThanScreen } from './layout';
import { column, head, openMarkup, rows, status } from './open-page';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const open = (report: OrganizationReport, options?: Parameters<typeof openMarkup>[1]) =>
  openMarkup(pageOfOrganization(parseOrganizationRecord(filesOf(report))), options);

it.each<[string, OrganizationReport]>([
  ['whole', wholeRun()],
  ['broken', brokenRun()],
  ['halted', haltedRun()],
])('%s: it opens without a word on the console and without asking for anything', async (_, report) => {
  const { page, complaints } = await open(report);
  expect(await page.locator('h1').innerText()).toContain('o-ab12cd34ef');
  expect(complaints).toStrictEqual([]);
});

it('an account is found by its name, its id, its OU or the cause, and by its class', async () => {
  const { page, complaints } = await open(brokenRun());
  for (const [words, name] of [
    ['search', 'search'],
    ['111111111112', 'search'],
    ['sandbox1', 'search'],
    ['cut off report', 'cut off'],
  ] as const) {
    await page.locator('#filter').fill(words);
    expect((await column(page, 1)).map((text) => text.split(/ ?\s*\d{12}/)[0])).toStrictEqual([name]);
  }
  await page.locator('#filter').fill('');
  expect(await status(page)).toBe('7 of 7 shown');
  await page.getByLabel('completed (2)').uncheck();
  expect(await status(page)).toBe('5 of 7 shown');
  expect(complaints).toStrictEqual([]);
});

it('numbers are sorted as numbers, the most first, and unknown ones last', async () => {
  const { page } = await open(brokenRun());
  await head(page, 'Stale').getByRole('button').click();
  const names = (await column(page, 1)).map((text) => text.split(/ ?\s*\d{12}/)[0]);
  expect(names.slice(0, 3)).toStrictEqual(['search', 'payments', 'cut off']);
});

it('an organization of ten thousand shows the first two hundred, those that are not covered first', async () => {
  const { page, complaints } = await open(largeRun(10_000));
  expect(await status(page)).toBe('Showing the first 200 of 10000 matches, 10000 in all');
  expect(new Set(await column(page, 3))).toStrictEqual(new Set(['unreachable']));
  await page.locator('#filter').fill('team-777');
  expect(await rows(page).count()).toBe(11);
  expect(complaints).toStrictEqual([]);
});

describe.each([390, 800, 1400])('%i pixels', (width) => {
  it.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    for (const report of [wholeRun(), brokenRun(), haltedRun()]) {
      const { page } = await open(report, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run()',
      );
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toStrictEqual(
        [],
      );
      await page.context().close();
    }
  });

  it('nothing is wider than its place, and no word of the table is broken', async () => {
    const { page } = await open(brokenRun(), { viewport: { width, height: 900 } });
    expect(await widerThanScreen(page)).toStrictEqual([]);
    expect(await brokenWords(page)).toStrictEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
});

it('no word of the table is broken on paper', async () => {
  const { page } = await open(brokenRun(), { viewport: { width: 1032, height: 700 } });
  await page.emulateMedia({ media: 'print' });
  expect(await brokenWords(page)).toStrictEqual([]);
});
