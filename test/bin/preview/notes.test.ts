import { moreKeysNote, warningsOf } from '../../../bin/preview/notes';
import { MINUTE } from '../../../lambda/domain/instant';
import { aKey, anEvaluation, aPassword, aReportRow, NOW, parsedReport } from '../../support/builders';
import { aRunReport } from '../../lambda/domain/digest/run-reports';

const odd = aReportRow(aPassword({ lastUsed: 'soon' }));
const run = aRunReport({ evaluation: anEvaluation([odd]) });
const calm = { run: aRunReport(), newest: NOW };

describe('it warns of a report that is newer than --now', () => {
  it.each([
    ['no date at all', undefined, 0],
    ['as late as clocks may differ', NOW + 15 * MINUTE, 0],
    ['a millisecond later', NOW + 15 * MINUTE + 1, 1],
  ])('%s', (_, newest, expected) => {
    expect(warningsOf({ ...calm, newest }, { failOnStale: false })).toHaveLength(expected);
  });
});

describe('it warns that --fail-on stale ignores unclear credentials', () => {
  it.each([
    ['it was asked for', run, true, ['1 unclear credential could not be judged; --fail-on stale ignores it']],
    ['it was not asked for', run, false, []],
    ['nothing is unclear', calm.run, true, []],
  ])('%s', (_, judged, failOnStale, expected) => {
    expect(warningsOf({ run: judged, newest: undefined }, { failOnStale })).toStrictEqual(expected);
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
