import { ageNote, moreKeysNote, noUsersNote, warningsOf } from '../../../bin/preview/notes';
import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { aKey, aReportRow, NOW, parsedReport } from '../../support/builders';
import { aRunReport } from '../../lambda/domain/digest/run-reports';

const calm = { run: aRunReport(), newest: NOW };

describe('it warns of a report that is newer than --now', () => {
  it.each([
    ['no date at all', undefined, 0],
    ['as late as clocks may differ', NOW + 15 * MINUTE, 0],
    ['a millisecond later', NOW + 15 * MINUTE + 1, 1],
  ])('%s', (_, newest, expected) => {
    expect(warningsOf({ ...calm, newest })).toHaveLength(expected);
  });
});

describe('it says that a report may be old, by the newest date in it', () => {
  const PLAIN =
    'The newest date in this report is 2026-11-17, 2 days before the day it is judged as of. If the report is that old, what was used since then looks unused.';
  const STRONG = /^THIS REPORT SEEMS VERY OLD. The newest date in this report is 2026-08-12, 100 days before/;
  it.each([
    ['no date at all', undefined, undefined],
    ['in the future', NOW + DAY, undefined],
    ['two days to the millisecond', NOW - 2 * DAY, undefined],
    ['a day more', NOW - 3 * DAY + MINUTE, PLAIN],
    ['a hundred days to the millisecond', NOW - 100 * DAY, expect.stringMatching(/^The newest date/)],
    ['a millisecond more', NOW - 100 * DAY - 1, expect.stringMatching(STRONG)],
  ])('%s', (_, newest, expected) => {
    expect(ageNote(newest, NOW)).toEqual(expected);
  });

  it.each([
    ['a hundred days to the millisecond', NOW - 100 * DAY, 0],
    ['a millisecond more', NOW - 100 * DAY - 1, 1],
  ])('and on stderr, too, where it is very old: %s', (_, newest, expected) => {
    expect(warningsOf({ ...calm, newest })).toHaveLength(expected);
  });
});

describe('it names who has more keys than the report shows', () => {
  const withMore = (user: string) =>
    aReportRow({ user, ...aKey(1), ...aKey(2), additional_credentials_info: '1 more access key' });

  it('nobody, where the column is empty or missing', () => {
    expect(moreKeysNote(parsedReport(aReportRow(aKey(1))))).toEqual([]);
  });

  it('each, and where to look', () => {
    expect(moreKeysNote(parsedReport(withMore('carl'), aReportRow(), withMore('dora')))).toEqual([
      'Not fully judged: carl, dora. The report says that these users have more credentials than its columns show. Use --live to judge all access keys.',
    ]);
    expect(moreKeysNote(parsedReport(withMore('carl')))[0]).toMatch(/this user has more/);
  });

  it('twenty, and how many more', () => {
    const rows = Array.from({ length: 23 }, (_none, index) => withMore(`user${index}`));
    expect(moreKeysNote(parsedReport(...rows))[0]).toMatch(/user19, 3 more\./);
  });
});

it('a note says that a report lists nobody, which may be a report that was cut short', () => {
  expect(noUsersNote(0)).toEqual([
    'The credential report lists no IAM user, so there is no credential to judge. If the account has IAM users, this report is not complete.',
  ]);
  expect(noUsersNote(1)).toEqual([]);
});
