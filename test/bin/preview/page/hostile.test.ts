import { pageOf } from '../../../../bin/preview/page/page';
import { haltedPage, hostilePage, samplePage } from './sample';

describe('what strangers wrote stands there and does nothing', () => {
  const page = pageOf(hostilePage());

  it('as text, in each of its places', () => {
    const shown =
      '&#60;/script&#62;&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#96;&#38;amp;\\u202egnp.';
    expect(page.split(shown).length - 1).toBeGreaterThanOrEqual(25);
  });

  it('never as markup or as a mark that a browser obeys', () => {
    expect(page).not.toMatch(/<img|[^\P{C}\n]/u);
    expect(page.match(/<\/script/g)).toHaveLength(1);
  });

  it('never as an attribute: each tag has only those that the page gives it', () => {
    const tags = page.replaceAll(/<(style|script)>.*?<\/\1>/gs, '').match(/<[a-z][^>]*>/g) ?? [];
    const names = tags.flatMap((tag) => tag.replaceAll(/="[^"]*"/g, '').match(/(?<=\s)[^\s/>]+/g) ?? []);
    const known = new Set(
      [pageOf(samplePage()), pageOf(haltedPage())].flatMap((one) =>
        [...one.matchAll(/[\s"]([a-zA-Z-]+)(?==")/g)].map(([, name]) => name),
      ),
    );
    expect(
      names.filter((name) => !known.has(name) && !['open', 'checked', 'hidden', 'html'].includes(name)),
    ).toStrictEqual([]);
  });
});
