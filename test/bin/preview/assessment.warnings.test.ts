import { warningsOf } from '../../../bin/preview/assessment';
import { MINUTE } from '../../../lambda/domain/instant';
import { anEvaluation, aPassword, aReportRow, NOW } from '../../support/builders';
import { aRunReport } from '../../lambda/domain/digest/run-reports';

const odd = aReportRow(aPassword({ lastUsed: 'soon' }));
const run = aRunReport({ evaluation: anEvaluation([odd]) });
const calm = { run: aRunReport(), newest: NOW };

describe('a report that is younger than the day by which it was judged', () => {
  it.each([
    ['no date at all', undefined, 0],
    ['as late as clocks may differ', NOW + 15 * MINUTE, 0],
    ['a millisecond later', NOW + 15 * MINUTE + 1, 1],
  ])('%s', (_, newest, expected) => {
    expect(warningsOf({ ...calm, newest }, { failOnStale: false })).toHaveLength(expected);
  });
});

describe('what is unclear is no news for --fail-on stale', () => {
  it.each([
    ['it was asked for', run, true, ['1 unclear could not be judged; --fail-on stale looks at stale alone']],
    ['it was not asked for', run, false, []],
    ['nothing is unclear', calm.run, true, []],
  ])('%s', (_, judged, failOnStale, expected) => {
    expect(warningsOf({ run: judged, newest: undefined }, { failOnStale })).toStrictEqual(expected);
  });
});
