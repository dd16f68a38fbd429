import { binsOf, rangeOf } from '../../../../bin/preview/page/histogram';
import { chartOf } from '../../../../bin/preview/page/histogram-chart';
import { rowsOf } from '../../../../bin/preview/page/row';
import { utcSecond } from '../../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../../support/builders';

function filled(...days: readonly number[]) {
  const findings = days.map((day) => ({ credential: 'password', reference: utcSecond(daysAgo(day)) }));
  return binsOf(rowsOf(findings, NOW), 'password')
    .filter(({ count }) => count > 0)
    .map((bin) => [rangeOf(bin), bin.count]);
}

it.each([
  [0, '0 to 14 days'],
  [14, '0 to 14 days'],
  [15, '15 to 29 days'],
  [44, '30 to 44 days'],
  [45, '45 to 59 days'],
  [404, '390 to 404 days'],
  [405, '405 days and more'],
  [4000, '405 days and more'],
])('%i days without use', (days, range) => {
  expect(filled(days)).toStrictEqual([[range, 1]]);
});

it('counts the kind that is asked for, and nothing whose days are not known', () => {
  expect(filled(3, 4, 50)).toStrictEqual([
    ['0 to 14 days', 2],
    ['45 to 59 days', 1],
  ]);
  const others = rowsOf(
    [{ credential: 'accessKey', reference: utcSecond(NOW) }, { credential: 'password' }],
    NOW,
  );
  expect(binsOf(others, 'password').every(({ count }) => count === 0)).toBe(true);
  expect(binsOf(others, 'access key')[0]?.count).toBe(1);
});

describe('the numbers above the bars', () => {
  const numbers = (...counts: readonly number[]) => {
    // Far away from the limit.
    const limit = 405;
    const bins = counts.map((count, index) => ({ from: 15 * index, to: 15 * index + 14, count }));
    const { markup } = chartOf({ name: 'Passwords', bins, limit }, Math.max(...counts));
    return [...markup.matchAll(/class="count"[^>]*>(\d+)</g)].map(([, number]) => Number(number));
  };

  it.each<[string, number[], number[]]>([
    ['one digit has room beside another', [5, 5, 5], [5, 5, 5]],
    ['three digits at the same height have not: the highest stays', [250, 251, 249], [251]],
    ['far enough apart they have', [250, 0, 251], [251, 250]],
    ['and so they have at other heights', [1000, 200], [1000, 200]],
    ['an empty bar has none', [0, 3], [3]],
  ])('%s', (_, counts, expected) => {
    expect(numbers(...counts)).toStrictEqual(expected);
  });

  it.each([
    [[0, 0, 7, 0], 2],
    [[0, 0, 7777, 0], 2],
    [[0, 0, 0, 7], 3],
  ])('stand clear of the line of the limit: %j', (counts, bar) => {
    const bins = counts.map((count, index) => ({ from: 15 * index, to: 15 * index + 14, count }));
    const { markup } = chartOf({ name: 'Passwords', bins, limit: 45 }, 7777);
    const middle = Number(/class="count"\s+x="([\d.]+)"/.exec(markup)?.[1]);
    const line = Number(/class="limit" d="M([\d.]+) /.exec(markup)?.[1]);
    // A digit is 7.5 wide at most.
    const half = (7.5 * String(counts[bar]).length) / 2;
    expect(bar === 2 ? line - middle : middle - line).toBeGreaterThanOrEqual(half + 5);
  });
});
