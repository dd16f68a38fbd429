import { groupByUser, type Candidate, compareTurns } from '../../../../lambda/domain/remediation/candidate';
import type { Credential } from '../../../../lambda/domain/credential';
import {
  LONG_AGO,
  NOW,
  aKey,
  aPassword,
  aPolicy,
  aReportRow,
  candidatesIn,
  daysAgo,
} from '../../../support/builders';

const told = ({ credential }: Candidate) =>
  `${credential.user.name} ${credential.kind === 'password' ? 'password' : credential.slot}`;

describe('candidates: stale, and notice has been given', () => {
  const stale = aReportRow(aPassword());
  it.each([
    ['stale and announced', stale, LONG_AGO, ['alice password']],
    ['stale and not announced', stale, undefined, []],
    ['stale and announced today', stale, NOW, []],
    ['due and announced', aReportRow(aPassword({ lastChanged: daysAgo(40) })), LONG_AGO, []],
    ['in use', aReportRow(aPassword({ lastChanged: daysAgo(1) })), LONG_AGO, []],
    ['unclear', aReportRow(aPassword({ lastUsed: 'soon' })), LONG_AGO, []],
  ])('%s', (_, row, announcedAt, expected) => {
    expect(candidatesIn([row], { announcements: () => announcedAt }).map(told)).toEqual(expected);
  });

  it('not announced, when the policy gives no notice', () => {
    const policy = aPolicy({ noticeDays: 0 });
    expect(candidatesIn([stale], { policy, announcements: () => undefined }).map(told)).toEqual([
      'alice password',
    ]);
  });
});

describe('the longest unused first', () => {
  it('of whatever user and kind', () => {
    const rows = [
      aReportRow({
        user: 'bob',
        ...aKey(1, { lastRotated: daysAgo(100) }),
        ...aPassword({ lastChanged: daysAgo(90) }),
      }),
      aReportRow({
        user: 'amy',
        ...aKey(1, { lastRotated: daysAgo(300) }),
        ...aKey(2, { lastRotated: daysAgo(50) }),
      }),
    ];
    expect(candidatesIn(rows).map(told)).toEqual(['amy 1', 'bob 1', 'bob password', 'amy 2']);
  });

  it('by the latest sign, not by the age', () => {
    const rows = [
      aReportRow({ user: 'amy', ...aPassword({ lastChanged: daysAgo(900), lastUsed: daysAgo(50) }) }),
      aReportRow({ user: 'bob', ...aPassword({ lastChanged: daysAgo(60) }) }),
    ];
    expect(candidatesIn(rows).map(told)).toEqual(['bob password', 'amy password']);
  });

  it('equals by ARN, then the password before the keys', () => {
    const both = { ...aPassword(), ...aKey(2) };
    const rows = [aReportRow({ user: 'bob', ...both }), aReportRow({ user: 'amy', ...both })];
    const expected = ['amy password', 'amy 2', 'bob password', 'bob 2'];
    expect([candidatesIn(rows).map(told), candidatesIn(rows.toReversed()).map(told)]).toEqual([
      expected,
      expected,
    ]);
  });
});

it('what we disabled is no candidate, though an old report still shows it as enabled', () => {
  const rows = [aReportRow({ user: 'amy', ...aPassword() }), aReportRow({ user: 'bob', ...aPassword() })];
  const history = ({ user }: Credential) => (user.name === 'amy' ? { disabledAt: daysAgo(1) } : {});
  expect(candidatesIn(rows, { history }).map(told)).toEqual(['bob password']);
});

describe('what was passed over lately comes last, and is longest unused first among itself', () => {
  const rows = ['amy', 'bob', 'carol', 'dave'].map((user, index) =>
    aReportRow({ user, ...aPassword({ lastChanged: daysAgo(400 - index) }) }),
  );
  const history = ({ user }: Credential) => ({ passedOver: ['amy', 'carol'].includes(user.name) });
  const candidates = candidatesIn(rows, { history });

  it('in the list', () => {
    expect(candidates.map(told)).toEqual(['bob password', 'dave password', 'amy password', 'carol password']);
  });

  it('from any order', () => {
    const orders = [
      candidates.toReversed(),
      candidates.toSorted((one, other) => (told(one) < told(other) ? -1 : 1)),
    ];
    expect(orders.map((order) => order.toSorted(compareTurns))).toEqual([candidates, candidates]);
  });

  it('and says so of itself, and nothing of the others', () => {
    expect(candidates.map(({ passedOver }) => passedOver)).toEqual([undefined, undefined, true, true]);
    expect(candidates.map((candidate) => 'passedOver' in candidate)).toEqual([false, false, true, true]);
  });
});

it('among equals, the first slot comes before the second, and the password before both', () => {
  const all = candidatesIn([aReportRow({ ...aPassword(), ...aKey(1, { lastUsed: LONG_AGO }), ...aKey(2) })]);
  const expected = ['alice password', 'alice 1', 'alice 2'];
  expect([all, all.toReversed()].map((each) => each.toSorted(compareTurns).map(told))).toEqual([
    expected,
    expected,
  ]);
});

it('byUser keeps together what is of one user, in the order of the oldest', () => {
  const rows = [
    aReportRow({
      user: 'amy',
      ...aKey(1, { lastRotated: daysAgo(200) }),
      ...aPassword({ lastChanged: daysAgo(60) }),
    }),
    aReportRow({
      user: 'bob',
      ...aKey(1, { lastRotated: daysAgo(300) }),
      ...aPassword({ lastChanged: daysAgo(50) }),
    }),
  ];
  expect(groupByUser(candidatesIn(rows)).map((group) => group.map(told))).toEqual([
    ['bob 1', 'bob password'],
    ['amy 1', 'amy password'],
  ]);
});
