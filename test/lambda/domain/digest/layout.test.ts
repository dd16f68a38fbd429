import { layOut as laidOut, MAX_BYTES, type Section } from '../../../../lambda/domain/digest/layout';
import { fc } from '../../../support/runs';

/** The lines of an item. */
type Item = readonly string[];
const layOut = (...given: Parameters<typeof laidOut>): string => laidOut(...given).text;

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
const HEAD = ['head'];
const FOOT = ['', 'foot'];

const aSection = (title: string, items: readonly Item[], intro: readonly string[] = []): Section => ({
  title,
  intro,
  items: items.map((lines) => ({ lines })),
});
/** So many items of two lines; in UTF-8 each character of the second line takes three bytes. */
const itemsOf = (title: string, number: number): Item[] =>
  Array.from({ length: number }, (_, index) => [`  ${title} ${index}`, `    ${'語'.repeat(20)}`]);

/** How many items of a section a text shows whole, and how many it says are left out. */
function shownOf(text: string, { title, items }: Section): { whole: number; leftOut: number } {
  const from = text.indexOf(`\n${title} (${items.length})\n`);
  const part = text
    .slice(from + 1)
    .split(/\n\n/, 1)
    .join();
  const whole = items.filter((item) => `${part}\n`.includes(`\n${item.lines.join('\n')}\n`)).length;
  return { whole, leftOut: Number(/\.\.\. and (\d+) more/.exec(part)?.[1] ?? 0) };
}

describe('what fits is laid out as it is', () => {
  it('head, sections with title, number and intro, foot', () => {
    const sections = [aSection('ONE', [['  a'], ['  b', '    c']], ['  intro']), aSection('TWO', [['  d']])];
    expect(layOut(HEAD, sections, FOOT)).toBe(
      'head\n\nONE (2)\n  intro\n  a\n  b\n    c\n\nTWO (1)\n  d\n\nfoot\n',
    );
  });

  it('what a preview adds stands above the foot, and takes no room from the items', () => {
    const sections = [aSection('ONE', [['  a'], ['  b']])];
    const without = layOut(HEAD, sections, FOOT);
    const room = bytes(without) + bytes('  ... and 2 more, which this mail has no room for\n');
    const aside = ['', 'FORECAST', `  ${'x'.repeat(70)}`];
    expect(layOut(HEAD, sections, FOOT, room, aside)).toBe(
      without.replace('\n\nfoot', `\n${aside.join('\n')}\n\nfoot`),
    );
  });

  it('a section without items is left out, title and all', () => {
    expect(layOut(HEAD, [aSection('ONE', [], ['  intro'])], FOOT)).toBe('head\n\nfoot\n');
  });
});

describe("SNS's bound is on bytes", () => {
  it('leaves 1 KB of 262,144, and a text of many-byte characters stays within it', () => {
    const section = aSection('ONE', itemsOf('one', 5_000));
    const text = layOut(HEAD, [section], FOOT);
    expect(MAX_BYTES).toBe(262_144 - 1_024);
    expect(bytes(text)).toBeLessThanOrEqual(MAX_BYTES);
    // Nothing is wasted: one item more would not fit.
    expect(bytes(text)).toBeGreaterThan(MAX_BYTES - 200);
    expect(text).toMatch(/\.\.\. and \d+ more, /);
  });

  it('a text that just fits is whole; with one byte less it is cut by one item', () => {
    const section = aSection('ONE', itemsOf('one', 100));
    const whole = layOut(HEAD, [section], FOOT, 1_000_000);
    // Room for the line that says what is missing may be kept, whether it is needed or not.
    const bounds = Array.from({ length: 60 }, (_, more) => bytes(whole) + more);
    const enough = bounds.find((bound) => layOut(HEAD, [section], FOOT, bound) === whole) ?? 0;
    expect(bounds).toContain(enough);
    expect(shownOf(layOut(HEAD, [section], FOOT, enough - 1), section)).toStrictEqual({
      whole: 99,
      leftOut: 1,
    });
  });
});

describe('what has no room is left out item by item and counted', () => {
  const sections = [
    aSection('ONE', itemsOf('one', 12), ['  intro']),
    aSection('TWO', itemsOf('two', 30)),
    aSection('THREE', itemsOf('three', 3)),
  ];
  /** The smallest bound that can be kept: no item at all. */
  function smallestBound(): number {
    const empty = sections.map((section) => ({
      ...section,
      items: section.items.map(() => ({ lines: [] })),
    }));
    return (
      bytes(layOut(HEAD, empty, FOOT)) + 3 * bytes('  ... and 12 more, which this mail has no room for\n')
    );
  }

  it('whatever the bound, it is kept, no item is cut, and the numbers are right', () => {
    const smallest = smallestBound();
    fc.assert(
      fc.property(fc.integer({ min: smallest, max: smallest + 5_000 }), (maxBytes) => {
        const text = layOut(HEAD, sections, FOOT, maxBytes);
        expect(bytes(text)).toBeLessThanOrEqual(maxBytes);
        expect(text.endsWith('\n\nfoot\n')).toBe(true);
        for (const section of sections) {
          const { whole, leftOut } = shownOf(text, section);
          expect(whole + leftOut).toBe(section.items.length);
        }
        // Every line is one of those that were given, or says what was left out: none was cut.
        const given = new Set([
          ...HEAD,
          ...FOOT,
          '',
          '  intro',
          ...sections.flatMap(({ items }) => items.flatMap(({ lines }) => lines)),
        ]);
        const others = text.split('\n').filter((line) => !given.has(line));
        expect(others.every((line) => /^[A-Z]+ \(\d+\)$|^ {2}\.\.\. and \d+ more,/.test(line))).toBe(true);
      }),
    );
  });

  it('under the smallest bound nothing but titles and numbers is left', () => {
    const text = layOut(HEAD, sections, FOOT, smallestBound());
    expect(sections.map((section) => shownOf(text, section))).toStrictEqual([
      { whole: 0, leftOut: 12 },
      { whole: 0, leftOut: 30 },
      { whole: 0, leftOut: 3 },
    ]);
  });

  it('from the last section backwards: no later item takes the room of an earlier one', () => {
    const long = aSection('ONE', [['  short'], [`  ${'long '.repeat(12)}`]]);
    const short = aSection('TWO', [['  a'], ['  b'], ['  c']]);
    const whole = bytes(layOut(HEAD, [long, short], FOOT));
    const cut = Array.from({ length: 200 }, (_, less) =>
      layOut(HEAD, [long, short], FOOT, whole + 110 - less),
    )
      .map((text) => ({ earlier: shownOf(text, long), later: shownOf(text, short) }))
      .filter(({ earlier }) => earlier.leftOut > 0);
    expect(cut).not.toStrictEqual([]);
    expect(cut.filter(({ later }) => later.whole > 0)).toStrictEqual([]);
  });
});
