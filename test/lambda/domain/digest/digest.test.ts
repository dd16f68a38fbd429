import { DAY, HOUR, MINUTE } from '../../../../lambda/domain/instant';
import type { Policy } from '../../../../lambda/domain/policy/schema';
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
import {
  aPolicyInForce,
  bodyOf,
  candidateOf,
  halted,
  held,
  OUTCOMES,
  resultOf,
  sectionsOf,
  together,
  unwrapped,
} from './run-reports';

const exemption = anExemption({ match: { users: ['exempt'] }, until: '2026-11-30' });
const policy = aPolicy({ exemptions: [exemption] });
const evaluation = together(
  anEvaluation(
    [
      aReportRow({ user: 'in-use', ...aPassword({ lastUsed: daysAgo(1) }) }),
      aReportRow({ user: 'due', ...aPassword({ lastUsed: daysAgo(40) }) }),
      aReportRow({ user: 'exempt', ...aPassword({ lastUsed: daysAgo(60) }) }),
      aReportRow({ user: 'unclear', ...aKey(1, { lastUsed: 'unavailable' }) }),
    ],
    { policy },
  ),
  held('held', 'restored on 2026-11-18'),
);
const everything = {
  policy: aPolicyInForce({ policy }),
  evaluation,
  report: { generatedAt: NOW - 30 * MINUTE, users: 5 },
  results: Object.values(OUTCOMES).map((outcome) => resultOf(outcome)),
  overLimit: [candidateOf()],
};

describe('the digest is in the order of what the reader must do', () => {
  it('failures, what was done, what would be, what was not, what ends, what comes, what is left alone, the scope', () => {
    expect([...sectionsOf(bodyOf(everything)).keys()]).toStrictEqual([
      'FAILED (1)',
      'DISABLED (1)',
      'WOULD BE DISABLED TODAY (1)',
      'PUT OFF (1)',
      'SPARED BY THE LAST LOOK (1)',
      'ALREADY GONE (1)',
      'EXEMPTIONS THAT ENDED, OR END WITHIN 14 DAYS (1)',
      "STALE, AND BEYOND TODAY'S LIMIT (1)",
      'ON NOTICE (1)',
      'HELD (1)',
      'UNCLEAR (1)',
      'EXEMPT (1)',
      'WHAT IS NEVER DISABLED',
      'WHAT YOU CAN DO',
      'WHAT THIS RESTS ON',
    ]);
  });

  it('a halt comes before all of it', () => {
    const body = bodyOf({ ...everything, ...halted('limits') });
    expect(body.indexOf('HALTED (limits)')).toBeLessThan(body.indexOf('FAILED (1)'));
    expect(body).toContain('HALTED (limits)');
  });

  it('on a quiet day there is nothing but the counts, the scope and what it rests on', () => {
    expect([...sectionsOf(bodyOf({})).keys()]).toStrictEqual([
      'WHAT IS NEVER DISABLED',
      'WHAT YOU CAN DO',
      'WHAT THIS RESTS ON',
    ]);
  });

  it('is the same for the same sweep, to the byte', () => {
    expect(bodyOf(everything)).toBe(bodyOf(everything));
  });
});

describe('the head', () => {
  it('says whose account, when, what started it, the mode and how many of each', () => {
    const [head = ''] = bodyOf(everything).split('\n\nFAILED');
    expect(unwrapped(head)).toBe(
      'iam-lapse: IAM credentials that nobody uses ' +
        'Account 123456789012, 2026-11-20 07:00 UTC, scheduled run ' +
        'Mode dry-run: nothing was changed. iam-lapse disables nothing until the mode is enforce. ' +
        '1 subscription receives this mail. ' +
        '5 active credentials of 5 users: 1 in use, 0 stale, 1 due within 7 days, 1 exempt, 1 held, 1 unclear. ' +
        'Account checks: none was made. ' +
        'No earlier mail is on record, so every notice period starts with this one.',
    );
  });

  it.each([
    ['none', [], '0 credentials disabled'],
    ['one', [resultOf(OUTCOMES.disabled)], '1 credential disabled'],
  ])('in mode enforce it says how many were disabled: %s', (_, results, expected) => {
    expect(bodyOf({ mode: 'enforce', results })).toContain(`Mode enforce: ${expected}.`);
  });

  it.each([
    ['scheduled', 'scheduled run'],
    ['manual', 'manual run'],
    ['preview', 'preview'],
  ] as const)('names the trigger: %s', (trigger, expected) => {
    expect(unwrapped(bodyOf({ trigger }))).toContain(`UTC, ${expected}`);
  });
});

describe('the scope says what disabling does not end', () => {
  it.each([
    'root user',
    'SSH keys',
    'certificates',
    'service API keys',
    'Open sessions and issued tokens',
    '36 hours',
  ])('%s', (word) => {
    expect(sectionsOf(bodyOf({})).get('WHAT IS NEVER DISABLED')).toContain(word);
  });
});

describe('the foot says what all this rests on', () => {
  const foot = (options: Parameters<typeof bodyOf>[0]): string =>
    unwrapped(sectionsOf(bodyOf(options)).get('WHAT THIS RESTS ON') ?? '');
  const footWith = (options: Partial<Policy>): string =>
    foot({ policy: aPolicyInForce({ policy: aPolicy(options) }) });

  it.each([
    [
      'as deployed',
      { version: 3, asDeployed: true },
      'version 3 of the parameter, sha256 abababababab, as deployed.',
    ],
    [
      'edited since',
      { version: 4, asDeployed: false },
      'version 4 of the parameter, sha256 abababababab, NOT the one that was deployed: it has been edited since.',
    ],
  ])('the policy in force: %s', (_, options, expected) => {
    expect(foot({ policy: aPolicyInForce(options) })).toContain(`Policy: ${expected}`);
  });

  it('a policy from a file has no version, and cannot have drifted', () => {
    const { policy: text, sha256 } = aPolicyInForce();
    expect(foot({ policy: { policy: text, sha256 } })).toContain('Policy: from a file, sha256 abababababab.');
  });

  it.each([
    ['cis-1.2', 'Benchmark: CIS AWS Foundations 1.2, 1.3 (unused for 90 days); Security Hub IAM.8.'],
    ['cis-5.0', 'Benchmark: CIS AWS Foundations 5.0, 1.11 (unused for 45 days); Security Hub IAM.22.'],
    ['cis-7.0', 'Benchmark: CIS AWS Foundations 7.0, 2.11 (unused for 45 days); Security Hub IAM.22.'],
  ] as const)('the benchmark and its recommendation: %s', (benchmark, expected) => {
    expect(footWith({ benchmark })).toContain(expected);
  });

  it.each<[string, Partial<Policy>, string]>([
    ['for passwords', { password: { maxUnusedDays: 46 } }, 'password.maxUnusedDays is 46.'],
    ['for keys', { accessKey: { maxUnusedDays: 90 } }, 'accessKey.maxUnusedDays is 90.'],
    ['in an override', { overrides: [anOverride()] }, 'overrides[0].accessKey.maxUnusedDays is 90.'],
  ])("a limit above the benchmark's figure is named: %s", (_, options, expected) => {
    expect(footWith(options)).toContain(`Above that benchmark: ${expected}`);
  });

  it.each<[string, Partial<Policy>]>([
    ['at the figure', {}],
    ['below it', { password: { maxUnusedDays: 30 } }],
    ['at the 90 days of an older benchmark', { benchmark: 'cis-1.2', accessKey: { maxUnusedDays: 90 } }],
  ])('a limit that is not above it is not: %s', (_, options) => {
    expect(footWith(options)).not.toContain('Above that benchmark');
  });

  it.each([
    ['just now', 0, '0 minutes old'],
    ['a minute', MINUTE, '1 minute old'],
    ['59 seconds more are not told', 2 * MINUTE - 1000, '1 minute old'],
    ['under two hours in minutes', 119 * MINUTE, '119 minutes old'],
    ['from then on in hours', 2 * HOUR, '2 hours old'],
    ['a little in the future, by the skew of clocks', -MINUTE, '0 minutes old'],
    ['very old', 3 * DAY, '72 hours old'],
  ])('the age of the report: %s', (_, age, expected) => {
    expect(foot({ report: { generatedAt: NOW - age, users: 1 } })).toContain(expected);
  });

  it('a report from a file does not say how old it is', () => {
    expect(foot({ report: { generatedAt: undefined, users: 1 } })).toContain(
      'Credential report: from a file; its age is not known.',
    );
  });

  it('which subscriptions count as hearing, if the policy says so', () => {
    expect(foot({})).not.toContain('hearing');
    const hearing = aPolicyInForce({ policy: aPolicy({ hearers: ['sqs', 'email'] }) });
    expect(foot({ policy: hearing })).toContain('Subscriptions that count as hearing: sqs, email.');
  });

  it('the run', () => {
    expect(foot({})).toContain('Run 20261120T070000Z.');
  });

  it('a preview is no run and has no subscribers', () => {
    expect(foot({ trigger: 'preview' })).not.toMatch(/Run|subscribers/);
  });
});
