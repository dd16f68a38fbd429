import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { pageOf } from '../../bin/preview/page/page';
import { samplePage, enforcedPage, haltedPage } from '../bin/preview/page/sample';
import { startChromium } from './chromium';
const out = '/tmp/w-page-ci/shots';
const only = process.argv[2];
void (async () => {
  const browser = await startChromium();
  for (const [name, data] of Object.entries({
    sample: samplePage(),
    enforced: enforcedPage(),
    halted: haltedPage(),
  })) {
    if (only && !only.split(',').includes(name)) continue;
    const file = `${out}/${name}.html`;
    writeFileSync(file, pageOf(data));
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [390, 800, 1400]) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        await page.goto(pathToFileURL(file).href);
        await page.screenshot({ path: `${out}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        console.log(
          name,
          colorScheme,
          width,
          await page.evaluate(
            'document.documentElement.scrollWidth + " " + document.documentElement.scrollHeight',
          ),
        );
        if (width === 390) {
          const h = await page.evaluate<number>('document.documentElement.scrollHeight');
          const n = Math.min(5, Math.ceil(h / 2400));
          const sheet = await browser.newPage({ viewport: { width: 400 * n, height: 2400 } });
          const b64 = (await import('node:fs'))
            .readFileSync(`${out}/${name}-${colorScheme}-390.png`)
            .toString('base64');
          await sheet.setContent(
            `<body style="margin:0;display:flex;gap:10px">${Array.from({ length: n }, (_, i) => `<div style="width:390px;height:2400px;background:url(data:image/png;base64,${b64}) 0 -${i * 2400}px no-repeat"></div>`).join('')}`,
          );
          await sheet.screenshot({ path: `${out}/${name}-${colorScheme}-390s.png` });
          await sheet.close();
        }
        if (colorScheme === 'dark' && width === 1400)
          await page.pdf({ path: `${out}/${name}.pdf`, preferCSSPageSize: true, printBackground: true });
        await context.close();
      }
    }
  }
  await browser.close();
})();
