import {
  aKey,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
} from '../../../support/builders';
import { DAY } from '../../../../lambda/domain/instant';
import { aPolicyInForce, bodyOf, candidateOf, held, sectionsOf, unwrapped } from './run-reports';

const unused = (user: string, days: number) =>
  aReportRow({ user, ...aPassword({ lastUsed: daysAgo(days) }) });

describe('ON NOTICE: due and stale ones, with the day from which each may be disabled', () => {
  const announced = new Map([
    ['first', NOW - 6 * DAY],
    ['second', NOW - 2 * DAY],
  ]);
  const rows = [unused('due', 40), unused('third', 50), unused('second', 60), unused('first', 70)];
  const evaluation = anEvaluation(rows, { announcements: ({ user }) => announced.get(user.name) });
  const section = () => sectionsOf(bodyOf({ evaluation })).get('ON NOTICE (4)') ?? '';

  it('the nearest day first, the longest unused first among equals', () => {
    expect(
      [...section().matchAll(/^ {2}From (\S+) on:$|^ {4}(\S+), password$/gm)].map(
        ([, day, user]) => day ?? user,
      ),
    ).toStrictEqual(['2026-11-21', 'first', '2026-11-25', 'second', '2026-11-27', 'third', 'due']);
  });

  it('says for how long each is unused, and since when', () => {
    expect(unwrapped(section())).toContain(
      'From 2026-11-21 on: first, password unused for 70 days: last used 2026-09-11 From 2026-11-25 on:',
    );
  });

  it.each([
    ['enforce', 'These will be disabled on the date shown, or later. To keep one, use it before then'],
    ['dry-run', 'In mode enforce these would be disabled on the date shown, or later.'],
  ] as const)('says what the day means in mode %s', (mode, expected) => {
    expect(unwrapped(bodyOf({ mode, evaluation }))).toContain(expected);
  });

  it('what goes today is not on notice any more', () => {
    const notified = anEvaluation([unused('gone', 60)], { announcements: () => NOW - 30 * DAY });
    expect(bodyOf({ evaluation: notified })).not.toContain('ON NOTICE');
  });
});

describe('why a credential is where it is', () => {
  const whyOf = (cells: Parameters<typeof aReportRow>[0], policy = aPolicy()): string => {
    const evaluation = anEvaluation(
      [aReportRow({ user: 'erin', user_creation_time: '2012-01-01T00:00:00Z', ...cells })],
      { policy },
    );
    const body = unwrapped(bodyOf({ evaluation }));
    return /erin, .*?(unused for .*?) WHAT IS/.exec(body)?.[1] ?? '';
  };

  it.each([
    [
      'a password that was used after it was set',
      aPassword({ lastUsed: daysAgo(60), lastChanged: daysAgo(90) }),
      'unused for 60 days: last used 2026-09-21',
    ],
    [
      'one that was set after its last use',
      aPassword({ lastUsed: daysAgo(90), lastChanged: daysAgo(60) }),
      'unused for 60 days: last used 2026-08-22, set 2026-09-21',
    ],
    [
      'one that was never used',
      aPassword({ lastChanged: daysAgo(60) }),
      'unused for 60 days: never used, set 2026-09-21',
    ],
    [
      'a key with its last use',
      aKey(1, { lastUsed: daysAgo(60) }),
      'unused for 60 days: last used 2026-09-21 for s3 in eu-west-1',
    ],
    [
      'a key that was never used',
      aKey(1, { lastRotated: daysAgo(60) }),
      'unused for 60 days: never used, created 2026-09-21',
    ],
    [
      'a password of the day on which IAM began to record uses',
      aPassword({ lastChanged: '2014-10-20T00:00:00Z' }),
      'unused for 4414 days: never used, set 2014-10-20',
    ],
    [
      'a password of the second before',
      aPassword({ lastChanged: '2014-10-19T23:59:59Z' }),
      'unused for 4414 days: no use recorded (IAM records it since 2014-10-20), set 2014-10-19',
    ],
    [
      'a key of the day on which IAM began to record uses',
      aKey(1, { lastRotated: '2015-04-22T00:00:00Z' }),
      'unused for 4230 days: never used, created 2015-04-22',
    ],
    [
      'a key of the second before',
      aKey(1, { lastRotated: '2015-04-21T23:59:59Z' }),
      'unused for 4230 days: no use recorded (IAM records it since 2015-04-22), created 2015-04-21',
    ],
    [
      'an old key with a use',
      aKey(1, { lastRotated: '2013-01-01T00:00:00Z', lastUsed: daysAgo(60) }),
      'unused for 60 days: last used 2026-09-21 for s3 in eu-west-1',
    ],
    [
      'the key of a mail server, which knows it as a user name',
      { ...aKey(1, { lastUsed: daysAgo(60) }), access_key_1_last_used_service: 'ses-smtp' },
      'unused for 60 days: last used 2026-09-21 for ses-smtp in eu-west-1 it was last used to send mail by Amazon SES, and such mail stops with it',
    ],
    [
      "a key that sends mail by the service's API",
      { ...aKey(1, { lastUsed: daysAgo(60) }), access_key_1_last_used_service: 'ses' },
      'unused for 60 days: last used 2026-09-21 for ses in eu-west-1 it was last used to send mail by Amazon SES, and such mail stops with it',
    ],
    [
      'a key of which AWS does not say where it was used',
      { ...aKey(1, { lastUsed: daysAgo(60) }), access_key_1_last_used_region: 'N/A' },
      'unused for 60 days: last used 2026-09-21 for s3',
    ],
  ])('%s', (_, cells, expected) => {
    expect(whyOf(cells)).toBe(expected);
  });

  it('names the override that set the limit', () => {
    const policy = aPolicy({ overrides: [anOverride()] });
    const cells = { path: '/service/', ...aKey(1, { lastUsed: daysAgo(100) }) };
    expect(whyOf(cells, policy)).toContain('(limit 90 days, by the override "service accounts")');
  });
});

describe("STALE, AND BEYOND TODAY'S LIMIT", () => {
  it('names the limit and who waits', () => {
    const body = bodyOf({ overLimit: [candidateOf({ user: 'erin' })], allowed: 3 });
    const section = sectionsOf(body).get("STALE, AND BEYOND TODAY'S LIMIT (1)");
    expect(section).toContain("By the policy's limits this run may disable at most 3.");
    expect(section).toContain('  erin, password\n    unused for 60 days');
  });

  it('where none is left says so', () => {
    expect(bodyOf({ overLimit: [candidateOf({ user: 'erin' })], allowed: 0 })).toContain(
      "By the policy's limits this run may disable no more.",
    );
  });
});

describe('EXEMPT, HELD, UNCLEAR: what is left alone, and why', () => {
  it('an exempt one names its exemption, the reason and the end', () => {
    const exemption = anExemption({ match: { users: ['erin'] }, until: '2027-06-30' });
    const policy = aPolicy({ exemptions: [exemption] });
    const evaluation = anEvaluation([unused('erin', 60)], { policy });
    const body = bodyOf({ evaluation, policy: aPolicyInForce({ policy }) });
    expect(sectionsOf(body).get('EXEMPT (1)')).toContain(
      '\n\n  break-glass (until 2027-06-30): tested yearly\n    erin, password: last used 2026-09-21\n',
    );
  });

  it('a held one says what keeps it', () => {
    const body = bodyOf({ evaluation: held('erin', 'restored on 2026-11-18') });
    expect(sectionsOf(body).get('HELD (1)')).toContain('  erin, password\n    restored on 2026-11-18\n');
  });

  it('an unclear one says what is not understood', () => {
    const evaluation = anEvaluation([aReportRow({ user: 'erin', ...aKey(1, { lastUsed: 'unavailable' }) })]);
    const section = sectionsOf(bodyOf({ evaluation })).get('UNCLEAR (1)') ?? '';
    expect(unwrapped(section)).toContain(
      'erin, access key created 2024-01-01 access_key_1_last_used_date is "unavailable", which is not understood',
    );
  });
});
