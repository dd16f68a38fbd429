import { table } from '../../bench/table';

it('is Markdown that reads as well on a terminal', () => {
  expect(
    table(
      ['users', 'calls'],
      [
        ['100', '4'],
        ['5,000', '4,008'],
      ],
    ),
  ).toBe(['| users | calls |', '| ----- | ----: |', '| 100   |     4 |', '| 5,000 | 4,008 |'].join('\n'));
});
