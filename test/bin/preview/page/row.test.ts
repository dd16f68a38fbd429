import type { PageFinding } from '../../../../bin/preview/page/page-data';
import { rowsOf } from '../../../../bin/preview/page/row';
import type { FindingRow } from '../../../../lambda/domain/records/findings-csv';
import { utcSecond } from '../../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../../support/builders';

function rowOf(finding: PageFinding) {
  return rowsOf([finding], NOW)[0];
}

describe('days without use are whole days from the reference time', () => {
  const second = 1000;
  it.each([
    ['a second before the 45th is over', utcSecond(daysAgo(45) + second), 44],
    ['on the boundary', utcSecond(daysAgo(45)), 45],
    ['a second after it', utcSecond(daysAgo(45) - second), 45],
    ['used a minute after the sweep read its clock', utcSecond(NOW + 60 * second), 0],
    ['not a time', 'yesterday', undefined],
    ['not known', '', undefined],
  ])('%s', (_, reference, expected) => {
    expect(rowOf({ reference })?.unusedDays).toBe(expected);
  });
});

describe('last used', () => {
  const reference = utcSecond(daysAgo(3));
  it.each<[string, FindingRow, string]>([
    ['a password set since IAM records uses', { referenceBy: 'lastChanged', reference }, 'never'],
    ['an older password', { referenceBy: 'lastChanged', reference: '2014-10-19T23:59:59Z' }, 'none recorded'],
    ['a password whose day is not known', { referenceBy: 'restored', reference }, 'none recorded'],
    [
      'a key made since IAM records uses',
      { credential: 'accessKey', keyCreated: '2015-04-22T00:00:00Z', reference },
      'never',
    ],
    [
      'an older key',
      { credential: 'accessKey', keyCreated: '2015-04-21T23:59:59Z', reference },
      'none recorded',
    ],
  ])('is never only where every use would have been recorded: %s', (_, finding, expected) => {
    expect(rowOf(finding)?.lastUsed).toBe(expected);
  });
  it('is not known, rather than never, where nothing is', () => {
    expect(rowOf({ verdict: 'unclear' })?.lastUsed).toBe('');
  });
  it('is a minute, with service and region where the report has them', () => {
    const row = rowOf({ lastUsed: '2026-11-19T15:04:09Z', lastUsedService: 's3', lastUsedRegion: 'N/A' });
    expect(row).toMatchObject({ lastUsed: '2026-11-19 15:04', lastUsedFor: 's3' });
  });
});

describe('by what the days are counted', () => {
  const set = '2026-03-12T09:12:00Z';
  it.each([
    ['lastUsed', 'since its last use'],
    ['lastChanged', 'since it was set 2026-03-12'],
    ['lastRotated', 'since it was created 2026-03-12'],
    ['created', 'since it was created 2026-03-12'],
    ['restored', 'since it was enabled again 2026-03-12'],
    ['otherCredential', "since the user's other credentials 2026-03-12"],
    ['toString', ''],
  ])('%s', (referenceBy, expected) => {
    expect(rowOf({ referenceBy, reference: set })?.since).toBe(expected);
  });

  it('the day on which a password was set is there beside a later use', () => {
    const finding = { referenceBy: 'lastUsed', reference: utcSecond(NOW), lastUsed: utcSecond(NOW) };
    expect(rowOf({ ...finding, lastChanged: set })?.passwordSet).toBe('2026-03-12 09:12');
    // A record of an earlier release does not have it.
    expect(rowOf(finding)?.passwordSet).toBe('');
    expect(rowOf({ referenceBy: 'lastChanged', reference: set })?.passwordSet).toBe('2026-03-12 09:12');
  });
});

it.each<[FindingRow, string]>([
  [{ verdict: 'stale', noticeGiven: true }, 'notice given'],
  [{ verdict: 'stale', noticeGiven: 'true' }, 'notice given'],
  [{ verdict: 'stale', noticeGiven: false }, 'on notice'],
  [{ verdict: 'stale', noticeGiven: 'false' }, 'on notice'],
  [{ verdict: 'due' }, 'on notice'],
  [{ verdict: 'inUse' }, ''],
  [{ verdict: 'exempt' }, ''],
])('the notice of %j, as a value or as a record has it', (finding, expected) => {
  expect(rowOf(finding)?.notice).toBe(expected);
});

it('why: exemption, override and cause by name', () => {
  expect(rowOf({ exemption: 'a', override: 'b', cause: 'c' })?.why).toBe('exemption: a; override: b; c');
  expect(rowOf({ override: '' })?.why).toBe('');
});

it('why: what is in use and fails the letter of CIS says so; other verdicts say enough', () => {
  const why = (finding: FindingRow) => rowOf(finding)?.why;
  expect(why({ verdict: 'inUse', strictCis: 'fail' })).toBe('fails CIS by its letter');
  expect(why({ verdict: 'inUse', strictCis: 'pass' })).toBe('');
  expect(why({ verdict: 'held', cause: 'c', strictCis: 'fail' })).toBe('c');
  // A record of an earlier release does not have it.
  expect(why({ verdict: 'inUse' })).toBe('');
});

it('why: an administrator before all else, whatever the verdict', () => {
  expect(rowOf({ verdict: 'exempt', exemption: 'a', administrator: true })?.why).toBe(
    'administrator; exemption: a',
  );
  expect(rowOf({ verdict: 'inUse', administrator: true })?.why).toBe('administrator');
});

describe('why: what the digest tells and asks of a credential that may be disabled', () => {
  const otherKey = "the user's other key is in use, last 2026-11-19";
  const question = 'looks like a break-glass user: exempt it?';
  it.each([
    ['due', `override: b; ${otherKey}; ${question}`],
    ['stale', `override: b; ${otherKey}; ${question}`],
    ['inUse', 'override: b'],
    ['exempt', 'override: b'],
    ['unclear', 'override: b'],
  ])('%s', (verdict, expected) => {
    expect(rowOf({ user: 'break-glass-1', verdict, override: 'b', otherKey })?.why).toBe(expected);
  });

  it('but no question about a user with another name', () => {
    expect(rowOf({ user: 'emergency-alerts', verdict: 'stale' })?.why).toBe('');
  });
});

it.each([
  ['arn:aws:iam::123456789012:user/bob', ''],
  ['arn:aws-cn:iam::123456789012:user/service/edi/bob', '/service/edi/'],
])('the path of %s', (arn, expected) => {
  expect(rowOf({ arn })?.path).toBe(expected);
});

it('what asks for attention comes first, the longest unused on top; an unknown verdict above all', () => {
  const finding = (verdict: string, days: number) => ({
    user: `${verdict} ${days}`,
    verdict,
    reference: utcSecond(daysAgo(days)),
  });
  const kinds = ['inUse', 'exempt', 'held', 'unclear', 'due', 'stale', 'new'];
  const findings = kinds.flatMap((kind) => [finding(kind, 1), finding(kind, 2)]);
  expect(rowsOf(findings, NOW).map(({ user }) => user)).toStrictEqual(
    kinds.toReversed().flatMap((kind) => [`${kind} 2`, `${kind} 1`]),
  );
});
