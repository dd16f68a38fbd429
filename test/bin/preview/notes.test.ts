import { ageNote, warningsOf } from '../../../bin/preview/notes';
import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { anEvaluation, aPassword, aReportRow, NOW } from '../../support/builders';
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
