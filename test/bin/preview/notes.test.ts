import { warningsOf } from '../../../bin/preview/notes';
import { MINUTE } from '../../../lambda/domain/instant';
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

describe('it warns that --fail-on stale ignores unclear credentials', () => {
  it.each([
    ['it was asked for', run, true, ['1 unclear credential could not be judged; --fail-on stale ignores it']],
    ['it was not asked for', run, false, []],
    ['nothing is unclear', calm.run, true, []],
  ])('%s', (_, judged, failOnStale, expected) => {
    expect(warningsOf({ run: judged, newest: undefined }, { failOnStale })).toStrictEqual(expected);
  });
});
