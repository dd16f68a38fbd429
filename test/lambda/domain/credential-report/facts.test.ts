import {
  type AccessKeyFacts,
  createdAtOf,
  lastUseText,
} from '../../../../lambda/domain/credential-report/facts';
import { aKey, aReportRow, type Cells, daysAgo, factsOf, LONG_AGO } from '../../../support/builders';

function keyOf(cells: Cells): AccessKeyFacts {
  const [key] = factsOf(aReportRow(cells)).keys;
  if (!key) throw new Error('a row has two keys');
  return key;
}

describe('a key of the report by its creation and its last use, which is all that names it there', () => {
  it.each<[string, Cells, createdAt: number | undefined, lastUse: string]>([
    ['used', aKey(1, { lastUsed: daysAgo(3) }), LONG_AGO, '2026-11-17T07:00:00Z'],
    ['never used', aKey(1), LONG_AGO, 'never'],
    ['inactive', aKey(1, { active: 'false', lastUsed: daysAgo(3) }), LONG_AGO, '2026-11-17T07:00:00Z'],
    ['of no creation', aKey(1, { lastRotated: 'N/A' }), undefined, 'never'],
    ['of a creation not understood', aKey(1, { lastRotated: 'soon' }), undefined, 'never'],
    ['of a use not understood', aKey(1, { lastUsed: 'soon' }), LONG_AGO, 'unknown'],
    ['not understood', aKey(1, { active: 'perhaps' }), undefined, 'unknown'],
    ['that is none', {}, undefined, 'unknown'],
  ])('%s', (_what, cells, createdAt, lastUse) => {
    const key = keyOf(cells);
    expect([createdAtOf(key), lastUseText(key)]).toEqual([createdAt, lastUse]);
  });
});
