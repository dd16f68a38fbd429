import {
  aKey,
  aPassword,
  aPolicy,
  aReportRow,
  aRootRow,
  type Cells,
  daysAgo,
  LONG_AGO,
  NOW,
  verdictKindsOf,
} from '../../../support/builders';

// CIS AWS Foundations 5.0, 1.11: "Ensure credentials unused for 45 days or greater are disabled."
const TITLE = 'credentials unused for 45 days or greater';
const UNUSED = 'Unused for N days: `now - reference >= N * 86,400,000 ms`';
const NEVER = 'A never-used credential ages from its creation, as CIS has it';
const PASSWORD = 'console password: considered when the report says enabled; last used, last changed';
const KEY = 'access key: considered when the report says active; last used, last rotated';
const MAXIMUM = 'reference time = the latest instant';
const OUTLIVES = 'PasswordLastUsed outlives the password';
const ROOT = 'The root user is taken out by name and by ARN, before anything else';

type Kinds = ReturnType<typeof verdictKindsOf>;
const stalePassword: Kinds = { 'alice password': 'stale' };
const usedPassword: Kinds = { 'alice password': 'inUse' };
const staleKey: Kinds = { 'alice key 1': 'stale' };
const usedKey: Kinds = { 'alice key 1': 'inUse' };

/** Without notice there are two answers only: in use, or stale. */
const policy = aPolicy({ noticeDays: 0 });
const EXACTLY = daysAgo(45);

describe('CIS 1.11, by way of a real report', () => {
  it.each<[rule: string, when: string, cells: Cells, then: Kinds, now?: number]>([
    // Passwords
    [PASSWORD, 'a password was used yesterday', aPassword({ lastUsed: daysAgo(1) }), usedPassword],
    [TITLE, 'a password was used 46 days ago', aPassword({ lastUsed: daysAgo(46) }), stalePassword],
    [
      UNUSED,
      'a password was used 1 ms less than 45 days ago',
      aPassword({ lastUsed: EXACTLY }),
      usedPassword,
      NOW - 1,
    ],
    [UNUSED, 'a password was used exactly 45 days ago', aPassword({ lastUsed: EXACTLY }), stalePassword],
    [
      UNUSED,
      'a password was used 1 ms more than 45 days ago',
      aPassword({ lastUsed: EXACTLY }),
      stalePassword,
      NOW + 1,
    ],
    [
      NEVER,
      'a password of last month was never used',
      aPassword({ lastUsed: 'no_information', lastChanged: daysAgo(30) }),
      usedPassword,
    ],
    [
      NEVER,
      'a password of last year was never used',
      aPassword({ lastUsed: 'no_information', lastChanged: daysAgo(300) }),
      stalePassword,
    ],
    [
      NEVER,
      'a password of last year was never used, as N/A says it',
      aPassword({ lastUsed: 'N/A', lastChanged: daysAgo(300) }),
      stalePassword,
    ],
    [
      UNUSED,
      'a never-used password was set 1 ms less than 45 days ago',
      aPassword({ lastChanged: EXACTLY }),
      usedPassword,
      NOW - 1,
    ],
    [
      UNUSED,
      'a never-used password was set exactly 45 days ago',
      aPassword({ lastChanged: EXACTLY }),
      stalePassword,
    ],
    [
      UNUSED,
      'a never-used password was set 1 ms more than 45 days ago',
      aPassword({ lastChanged: EXACTLY }),
      stalePassword,
      NOW + 1,
    ],
    [
      MAXIMUM,
      'a password was changed since it was last used',
      aPassword({ lastUsed: daysAgo(200), lastChanged: daysAgo(10) }),
      usedPassword,
    ],
    [
      MAXIMUM,
      'a password was used since it was last changed',
      aPassword({ lastUsed: daysAgo(10), lastChanged: daysAgo(200) }),
      usedPassword,
    ],
    [
      MAXIMUM,
      'a password was changed since it was last used, and both are long ago',
      aPassword({ lastUsed: daysAgo(200), lastChanged: daysAgo(100) }),
      stalePassword,
    ],
    [
      OUTLIVES,
      'a password deleted years ago was created again last week',
      aPassword({ lastUsed: LONG_AGO, lastChanged: daysAgo(7) }),
      usedPassword,
    ],
    [
      PASSWORD,
      'a password that is not enabled was used years ago',
      aPassword({ enabled: 'false', lastUsed: LONG_AGO, lastChanged: 'N/A' }),
      {},
    ],

    // Access keys
    [KEY, 'a key was used yesterday', aKey(1, { lastUsed: daysAgo(1) }), usedKey],
    [TITLE, 'a key was used 46 days ago', aKey(1, { lastUsed: daysAgo(46) }), staleKey],
    [UNUSED, 'a key was used 1 ms less than 45 days ago', aKey(1, { lastUsed: EXACTLY }), usedKey, NOW - 1],
    [UNUSED, 'a key was used exactly 45 days ago', aKey(1, { lastUsed: EXACTLY }), staleKey],
    [UNUSED, 'a key was used 1 ms more than 45 days ago', aKey(1, { lastUsed: EXACTLY }), staleKey, NOW + 1],
    [NEVER, 'a key of last month was never used', aKey(1, { lastRotated: daysAgo(30) }), usedKey],
    [NEVER, 'a key of last year was never used', aKey(1, { lastRotated: daysAgo(300) }), staleKey],
    [
      NEVER,
      'a key of last year was never used, as no_information says it',
      aKey(1, { lastRotated: daysAgo(300), lastUsed: 'no_information' }),
      staleKey,
    ],
    [
      UNUSED,
      'a never-used key was created 1 ms less than 45 days ago',
      aKey(1, { lastRotated: EXACTLY }),
      usedKey,
      NOW - 1,
    ],
    [UNUSED, 'a never-used key was created exactly 45 days ago', aKey(1, { lastRotated: EXACTLY }), staleKey],
    [
      UNUSED,
      'a never-used key was created 1 ms more than 45 days ago',
      aKey(1, { lastRotated: EXACTLY }),
      staleKey,
      NOW + 1,
    ],
    [KEY, 'an inactive key was used years ago', aKey(1, { active: 'false', lastUsed: LONG_AGO }), {}],
    [
      KEY,
      'one of two keys is in use',
      { ...aKey(1, { lastUsed: daysAgo(60) }), ...aKey(2, { lastUsed: daysAgo(1) }) },
      { 'alice key 1': 'stale', 'alice key 2': 'inUse' },
    ],
    [
      KEY,
      'neither of two keys is in use',
      { ...aKey(1, { lastUsed: daysAgo(60) }), ...aKey(2, { lastUsed: daysAgo(61) }) },
      { 'alice key 1': 'stale', 'alice key 2': 'stale' },
    ],
    [
      KEY,
      'the second slot alone holds a key',
      aKey(2, { lastUsed: daysAgo(60) }),
      { 'alice key 2': 'stale' },
    ],

    // Users
    [
      'judge: credential, each by its own use',
      'the password is in use and the key is not',
      { ...aPassword({ lastUsed: daysAgo(1) }), ...aKey(1, { lastUsed: daysAgo(60) }) },
      { 'alice password': 'inUse', 'alice key 1': 'stale' },
    ],
    ['Credential: a console password or an access key', 'a user has neither', {}, {}],
  ])('%s: %s', (_, __, cells, then, now = NOW) => {
    expect(verdictKindsOf([aReportRow(cells)], { policy, now })).toEqual(then);
  });

  it.each([
    ['by name', aRootRow({ arn: 'arn:aws:iam::123456789012:user/root' })],
    ['by ARN', aRootRow({ user: 'root' })],
  ])(`${ROOT}: a root row known %s`, (_, root) => {
    const alice = aReportRow(aPassword());
    expect(verdictKindsOf([root, alice], { policy })).toEqual(stalePassword);
  });

  it('gives each kind of credential its own limit', () => {
    const row = aReportRow({
      ...aPassword({ lastUsed: daysAgo(50) }),
      ...aKey(1, { lastUsed: daysAgo(50) }),
    });
    const uneven = aPolicy({ noticeDays: 0, accessKey: { maxUnusedDays: 90 } });
    expect(verdictKindsOf([row], { policy: uneven })).toEqual({
      'alice password': 'stale',
      'alice key 1': 'inUse',
    });
  });
});
