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
import { DAY, MINUTE } from '../../../../lambda/domain/instant';
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

  it('stale and due apart; in each the nearest day first, the longest unused first among equals', () => {
    expect(
      [...section().matchAll(/^ {2}((?:Stale|Due) .*)$|^ {2}From (\S+) on:$|^ {4}(\S+), password$/gm)].map(
        ([, kind, day, user]) => kind ?? day ?? user,
      ),
    ).toStrictEqual([
      'Stale (3): already unused for 45 days.',
      '2026-11-21',
      'first',
      '2026-11-25',
      'second',
      '2026-11-27',
      'third',
      'Due (1): unused for 45 days by the date shown.',
      '2026-11-27',
      'due',
    ]);
  });

  it('where limits differ names none of them', () => {
    const policy = aPolicy({ overrides: [anOverride({ match: { users: ['patient'] } })] });
    const patient = aReportRow({ user: 'patient', ...aKey(1, { lastUsed: daysAgo(100) }) });
    const body = bodyOf({ evaluation: anEvaluation([unused('third', 50), patient], { policy }) });
    expect(body).toContain('\n  Stale (2): already unused for as long as their limits say.\n');
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
      'one that was set minutes after its last use',
      aPassword({ lastUsed: daysAgo(60) - 6 * MINUTE, lastChanged: daysAgo(60) }),
      'unused for 60 days: last used 2026-09-21 06:54, set at 07:00',
    ],
    [
      'one that was used minutes after it was set',
      aPassword({ lastUsed: daysAgo(60), lastChanged: daysAgo(60) - 6 * MINUTE }),
      'unused for 60 days: last used 2026-09-21',
    ],
    [
      'one that was used in the second in which it was set',
      aPassword({ lastUsed: daysAgo(60), lastChanged: daysAgo(60) }),
      'unused for 60 days: last used 2026-09-21',
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

  it('of one day, in the singular', () => {
    const policy = aPolicy({ password: { maxUnusedDays: 30 }, noticeDays: 30 });
    expect(whyOf(aPassword({ lastUsed: daysAgo(1) }), policy)).toBe('unused for 1 day: last used 2026-11-19');
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

  it('several with one cause stand below it', () => {
    const odd = (user: string) => aReportRow({ user, ...aKey(1, { lastUsed: 'unavailable' }) });
    const other = aReportRow({ user: 'fred', ...aKey(2, { lastUsed: 'unavailable' }) });
    const evaluation = anEvaluation([odd('erin'), other, odd('gus')]);
    expect(sectionsOf(bodyOf({ evaluation })).get('UNCLEAR (3)')).toContain(
      [
        '',
        '  2 credentials: access_key_1_last_used_date is "unavailable", which is',
        '    not understood',
        '    erin, access key created 2024-01-01',
        '    gus, access key created 2024-01-01',
        '',
        '  fred, access key created 2024-01-01',
        '    access_key_2_last_used_date is "unavailable", which is not',
        '    understood',
        '',
      ].join('\n'),
    );
  });

  it('keys of one second that nothing tells apart come with the commands that show them', () => {
    const twins = { ...aKey(1, { lastRotated: daysAgo(60) }), ...aKey(2, { lastRotated: daysAgo(60) }) };
    const row = aReportRow({ user: 'erin', ...twins, access_key_2_active: 'false' });
    const section = sectionsOf(bodyOf({ evaluation: anEvaluation([row]) })).get('UNCLEAR (1)') ?? '';
    expect(section).toContain('\n    aws iam list-access-keys --user-name "$NAME"\n');
    expect(section).toContain('\n    aws iam get-access-key-last-used --access-key-id "$KEY_ID"\n');
    expect(unwrapped(section)).toContain('only after you have seen that nobody needs it');
  });
});
