import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { parseContext as parse } from '../../bin/context';
import { userWideContext } from '../../bin/unknown-context';
import { type Context, complaints, EMAIL } from './complaints';

describe('a key that is not known is refused, since it would be ignored', () => {
  it.each([
    ['reportonly', 'reportOnly'],
    ['Email', 'email'],
    ['report-only', 'reportOnly'],
    ['KMS', 'kms'],
    ['heartbeathours', 'heartbeatHours'],
    ['alarmTopicARN', 'alarmTopicArn'],
    ['alarm-topic-arn', 'alarmTopicArn'],
    ['emails', 'email'],
    ['emial', 'email'],
    ['shedule', 'schedule'],
    ['hearbeatHours', 'heartbeatHours'],
    ['newCredentialNotice', 'newCredentialNotices'],
  ])('%s, with the name that it is like', (key, meant) => {
    expect(complaints({ ...EMAIL, [key]: 'true' })).toStrictEqual([
      `context ${key}: is not a key of iam-lapse: did you mean "${meant}"?`,
    ]);
  });

  it('team, which is like none, with the names that there are', () => {
    expect(complaints({ ...EMAIL, team: 'security' })).toStrictEqual([
      'context team: is not a key of iam-lapse. The keys are: email, schedule, heartbeatHours, reportOnly, kms, newCredentialNotices, alarmTopicArn, organization, organizationalUnits, members, accountsAtOnce, central',
    ]);
  });

  it.each<[string, string]>([
    ['noticeDays', ''],
    ['notice-days', ''],
    ['maxUnusedDays', 'password.maxUnusedDays and accessKey.maxUnusedDays'],
    ['password.maxUnusedDays', 'password.maxUnusedDays and accessKey.maxUnusedDays'],
    ['exemptions', ''],
    ['limits', ''],
    ['judge', ''],
    ['benchmark', ''],
    ['hearers', ''],
    ['maxDisabledPerDay', 'limits.maxDisabledPerDay'],
    ['keyRotation', 'checks.keyRotation'],
  ])('%s, which is in the policy', (key, place) => {
    expect(complaints({ ...EMAIL, [key]: '30' })).toStrictEqual([
      `context ${key}: belongs in policy.json,${place === '' ? '' : ` as ${place},`} not in the context`,
    ]);
  });

  it('a misspelt key of the policy, with both', () => {
    expect(complaints({ ...EMAIL, noticeDay: '30' })).toStrictEqual([
      'context noticeDay: is not a key of iam-lapse: did you mean "noticeDays"? It belongs in policy.json, not in the context',
    ]);
  });

  it.each<[string, string, string]>([
    ['mode', 'enforce', '--value enforce --overwrite'],
    ['mode', 'dry-run', '--value dry-run --overwrite'],
    ['Mode', 'Enforce', '--value MODE --overwrite (MODE is dry-run or enforce)'],
    ['enforce', 'true', '--value MODE --overwrite (MODE is dry-run or enforce)'],
    ['dry-run', 'true', '--value MODE --overwrite (MODE is dry-run or enforce)'],
  ])('%s=%s, with the command that sets the mode', (key, value, end) => {
    expect(complaints({ ...EMAIL, [key]: value })).toStrictEqual([
      `context ${key}: is not in the context: it is the SSM parameter /iam-lapse/mode. Deploy first, then: aws ssm put-parameter --name /iam-lapse/mode ${end}`,
    ]);
  });

  it.each([
    ['region', 'AWS_REGION'],
    ['account', '--profile NAME'],
    ['profile', '--profile NAME'],
    ['policy', 'policy.json'],
  ])('%s, with what sets it', (key, by) => {
    expect(complaints({ ...EMAIL, [key]: 'x' })).toStrictEqual([
      expect.stringMatching(`^context ${key}: is not in the context.*${by}`),
    ]);
  });

  it('and if it is the reason why another is missing, that is one mistake', () => {
    expect(complaints({ emial: 'a@example.com' })).toStrictEqual([
      'context emial: is not a key of iam-lapse: did you mean "email"?',
    ]);
    expect(complaints({ team: 'security' })).toStrictEqual([
      expect.stringContaining('context team: is not a key'),
      expect.stringContaining('context email: is missing'),
    ]);
    expect(complaints({ emial: 'a@example.com', email: '' })).toStrictEqual([
      expect.stringContaining('context emial: '),
      expect.stringContaining('context email: is missing'),
    ]);
  });
});

describe('keys of others are theirs', () => {
  it.each([
    '@aws-cdk/core:kms',
    'aws:cdk:enable-path-metadata',
    'aws-cdk:enableDiffNoFail',
    'availability-zones:account=123456789012:region=eu-west-1',
    'my-tool/mode',
    // What `cdk acknowledge` and `cdk cli-telemetry` write into cdk.context.json.
    'acknowledged-issue-numbers',
    'cli-telemetry',
  ])('%s', (key) => {
    expect(complaints({ ...EMAIL, [key]: true })).toStrictEqual([]);
  });

  it('every one that the CDK names in its code', () => {
    const named = Object.entries(cxapi).flatMap(([name, value]) =>
      /_CONTEXT(_KEY)?$/.test(name) && typeof value === 'string' ? [value] : [],
    );
    const flags = Object.keys(cxapi.FLAGS);
    expect(Math.min(named.length, flags.length)).toBeGreaterThan(5);
    expect(
      complaints({ ...EMAIL, ...Object.fromEntries([...named, ...flags].map((key) => [key, true])) }),
    ).toStrictEqual([]);
  });
});

describe('the context of ~/.cdk.json holds for every app of its user', () => {
  it.each([
    ['a key that is not known', { team: 'a' }],
    ['one that is like a known one', { shedules: ['a'] }],
    ['one that is in the policy', { limits: { cpu: 1 } }],
  ])('%s may belong to another app', (_, userWide) => {
    expect(complaints({ ...EMAIL, schedule: 'rate(1 day)', ...userWide }, userWide)).toStrictEqual([]);
  });

  it('but with another value it comes from elsewhere', () => {
    expect(complaints({ ...EMAIL, mode: 'enforce' }, { mode: 'dark' })).toHaveLength(1);
    expect(complaints({ ...EMAIL, team: undefined }, {})).toHaveLength(1);
  });

  it('one that is ours but for its case is refused, since it was surely meant for this app', () => {
    expect(complaints({ ...EMAIL, reportonly: true }, { reportonly: true })).toHaveLength(1);
  });

  it('one that may be the reason why another is missing is named', () => {
    const userWide = { emial: 'a@example.com' };
    expect(complaints(userWide, userWide)).toStrictEqual([
      'context emial: is not a key of iam-lapse: did you mean "email"?',
    ]);
    expect(complaints({ ...EMAIL, ...userWide }, userWide)).toStrictEqual([]);
  });

  it('a key that is known counts, as in every context', () => {
    expect(parse({ ...EMAIL }, EMAIL).emails).toStrictEqual(['security@example.com']);
  });
});

describe('userWideContext reads ~/.cdk.json', () => {
  const home = mkdtempSync(join(tmpdir(), 'iam-lapse-home-'));
  const write = (content: string) => writeFileSync(join(home, '.cdk.json'), content);
  afterAll(() => rmSync(home, { recursive: true }));

  it('which most users do not have', () => {
    expect(userWideContext(home)).toStrictEqual({});
  });

  it.each<[string, string, Context]>([
    [
      'with its context',
      '{"context": {"team": "data", "limits": {"cpu": 1}}}',
      { team: 'data', limits: { cpu: 1 } },
    ],
    ['without a context', '{"profile": "data"}', {}],
    ['that is cut short', '{"context": {"team"', {}],
    ['whose context is none', '{"context": "team"}', {}],
    ['that is no object', '[]', {}],
  ])('%s', (_, content, expected) => {
    write(content);
    expect(userWideContext(home)).toStrictEqual(expected);
  });
});
