import { escape, html, trusted, withDates } from '../../../../bin/preview/page/html';
import { fc } from '../../../support/runs';

describe('what stands in a template is escaped', () => {
  it.each([
    ['<b>', '&#60;b&#62;'],
    ['</script>', '&#60;/script&#62;'],
    ['" onload="alert(1)', '&#34; onload=&#34;alert(1)'],
    ["'", '&#39;'],
    ['`', '&#96;'],
    ['&lt;', '&#38;lt;'],
    ['\u202Egnp', '\\u202egnp'],
    ['\u0000\u001B\n', '\\u0000\\u001b\\u000a'],
    ['\uD800', '\\ud800'],
    ['Zoë 東京', 'Zoë 東京'],
    ['', ''],
  ])('%j', (text, expected) => {
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${expected}">${expected}</p>`);
  });

  it('whatever the text: it ends no attribute and begins no tag', () => {
    const anything = fc.string({
      unit: fc.oneof(fc.constantFrom('<', '>', '"', "'", '`', '&', '/', '='), fc.string({ unit: 'binary' })),
    });
    fc.assert(
      fc.property(anything, (text) => {
        expect(escape(text)).not.toMatch(/[<>"'`]|&(?!#\d+;)|\p{C}/u);
      }),
    );
  });
});

describe('what is markup already stays as it is', () => {
  it('one, several, none', () => {
    const item = html`<i>${'&'}</i>`;
    expect(html`${[item, item]}${undefined}${item}`.markup).toBe('<i>&#38;</i><i>&#38;</i><i>&#38;</i>');
  });

  it('numbers, and what we trust', () => {
    expect(html`${1}${-0.5} ${trusted('<i>')}`.markup).toBe('1-0.5 <i>');
  });
});

it('the indentation of the source is left out, blanks within a line and within values are not', () => {
  const page = html`<p>
    a b
    <b>${'c\n   d'}</b>
  </p>`;
  expect(page.markup).toBe('<p>\na b\n<b>c\\u000a   d</b>\n</p>');
});

it.each([
  ['2026-03-12', '<time>2026-03-12</time>'],
  ['from 2026-03-12 09:06 on <b>', 'from <time>2026-03-12 09:06</time> on &#60;b&#62;'],
  ['2026-03-1 & 2026-04-01', '2026-03-1 &#38; <time>2026-04-01</time>'],
  ['', ''],
])('no line breaks inside the dates of %j', (text, expected) => {
  expect(withDates(text).markup).toBe(expected);
});
