import { DAY, HOUR, MINUTE, utcDate, utcMinute, utcSecond, wholeDays } from '../../../lambda/domain/instant';

const at = Date.UTC(2026, 10, 20, 7, 8, 9, 999);

it('units', () => {
  expect([MINUTE, HOUR, DAY]).toEqual([60_000, 3_600_000, 86_400_000]);
});

it.each([
  ['the date', utcDate, '2026-11-20'],
  ['as IAM writes it', utcSecond, '2026-11-20T07:08:09Z'],
  ['for people', utcMinute, '2026-11-20 07:08'],
])('an instant in words, in UTC and never rounded up: %s', (_, write, expected) => {
  expect(write(at)).toBe(expected);
});

it.each([
  ['a millisecond before midnight', Date.UTC(2026, 10, 20) - 1, '2026-11-19'],
  ['midnight', Date.UTC(2026, 10, 20), '2026-11-20'],
])('the date that holds the instant: %s', (_, instant, date) => {
  expect(utcDate(instant)).toBe(date);
});

it.each([
  [DAY - 1, 0],
  [DAY, 1],
  [2 * DAY - 1, 1],
  [-1, -1],
])('%d ms are %d whole days', (milliseconds, days) => {
  expect(wholeDays(at, at + milliseconds)).toBe(days);
});
