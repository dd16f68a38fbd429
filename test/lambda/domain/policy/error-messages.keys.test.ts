import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePolicy } from '../../../../lambda/domain/policy/parse';
import { anExemption, NOW, policyText } from '../../../support/builders';

function error(text: string): Error {
  try {
    parsePolicy(text, NOW);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  return new Error('accepted');
}
const refusal = (replaced: Record<string, unknown>) => error(policyText(replaced)).message;
const exempting = (match: unknown) => ({ exemptions: [{ ...anExemption(), match }] });

describe('a key that is not known', () => {
  const KEYS =
    'The keys here are: version, benchmark, judge, password, accessKey, noticeDays, hearers, exemptions, overrides, limits, evidence, checks';
  const anyone = { name: 'a', match: { users: ['a'] } };
  it.each<[string, Record<string, unknown>]>([
    [`unknown key "a", "b". ${KEYS}`, { a: 1, b: 2 }],
    [`unknown key "mode". ${KEYS}`, { mode: 'enforce' }],
    [`unknown key "exemption": did you mean "exemptions"? ${KEYS}`, { exemption: [] }],
    [`unknown key "limit" (did you mean "limits"?), "b". ${KEYS}`, { limit: {}, b: 1, limits: undefined }],
    [
      `unknown key "maxUnusedDays": its place is password.maxUnusedDays and accessKey.maxUnusedDays. ${KEYS}`,
      { maxUnusedDays: 45 },
    ],
    [
      'password: unknown key "maxUnusedDay": did you mean "maxUnusedDays"? The keys here are: maxUnusedDays',
      { password: { maxUnusedDay: 45 } },
    ],
    [
      'exemptions[0]: unknown key "mach": did you mean "match"? The keys here are: name, match, reason, until',
      { exemptions: [{ name: 'a', mach: { users: ['a'] }, reason: 'a' }] },
    ],
  ])('%s', (message, replaced) => {
    expect(refusal(replaced)).toBe(message);
  });

  it('is one error, though the key that it is meant to be is missing', () => {
    expect(refusal({ exemption: [], exemptions: undefined })).toBe(refusal({ exemption: [] }));
    expect(refusal({ exemption: [], exemptions: undefined, judge: undefined })).toMatch(
      /^judge: is missing; it must be "credential" or "user"; unknown key "exemption": /,
    );
  });

  it('does not hide that another key is missing', () => {
    expect(refusal({ something: [], exemptions: undefined })).toMatch(
      /^exemptions: is missing; .*; unknown key "something"\. /,
    );
  });

  it('in a match is one error, though the match names nobody then', () => {
    const match =
      'unknown key "user": did you mean "users"? The keys here are: users, paths, groups, tags, keys, accounts, ous';
    expect(refusal(exempting({ user: ['a'] }))).toBe(`exemptions[0].match: ${match}`);
    expect(refusal({ overrides: [{ name: 'a', match: { user: ['a'] } }] })).toBe(
      `overrides[0].match: ${match}; overrides[0]: overrides nothing; give password or accessKey`,
    );
  });

  it('in an override is one error, though it overrides nothing then', () => {
    expect(refusal({ overrides: [{ ...anyone, accesKey: { maxUnusedDays: 60 } }] })).toBe(
      'overrides[0]: unknown key "accesKey": did you mean "accessKey"? The keys here are: name, match, password, accessKey',
    );
  });

  it('does not hide a match of everybody in the same exemption', () => {
    expect(refusal({ exemptions: [{ name: 'a', match: {}, resaon: 'a' }] })).toMatch(
      /^exemptions\[0\]\.match: matches every user; .*; exemptions\[0\]: unknown key "resaon": did you mean "reason"\?/,
    );
  });
});

describe('a file that is no policy at all is named as what it is, whatever its size', () => {
  const large = { padding: 'x'.repeat(9000) };
  it.each<[string, string]>([
    ['is empty', ''],
    ['is empty', ' \r\n\t'],
    [
      'is a JSON schema, which only describes the policy',
      readFileSync(join(__dirname, '../../../../policy.schema.json'), 'utf8'),
    ],
    [
      'is a credential report, not a policy',
      readFileSync(join(__dirname, '../../../../examples/credential-report.csv'), 'utf8'),
    ],
    ['is the file cdk.json', readFileSync(join(__dirname, '../../../../cdk.json'), 'utf8')],
    [
      'is an IAM policy document; the policy of iam-lapse has other keys',
      JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    ],
    [
      'is an exemption; put it into the list "exemptions" of a policy',
      JSON.stringify({
        name: 'break-glass',
        match: { users: ['break-glass-*'] },
        reason: 'tested yearly',
        until: '2027-06-30',
      }),
    ],
    ['is a CloudFormation template', JSON.stringify({ Resources: {}, ...large })],
    ['is a CloudFormation template', JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09' })],
    ['is a CloudFormation template, not a policy', 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n'],
    ['is the record of a run', JSON.stringify({ version: 1, runId: '20261120T070000Z', ...large })],
    [
      'is a ledger, or the JSON output of a preview',
      JSON.stringify({ accountId: '123456789012', credentials: [], ...large }),
    ],
    [
      'is the answer of aws ssm get-parameter; add --query Parameter.Value --output text',
      JSON.stringify({ Parameter: { Name: '/iam-lapse/policy', Value: policyText() } }),
    ],
    [
      'is the answer of aws iam get-credential-report',
      JSON.stringify({ Content: 'dXNlcg==', ReportFormat: 'text/csv', GeneratedTime: '' }),
    ],
    ['is an HTML or XML text, not a policy', '<!doctype html><p>policy</p>'],
  ])('%s', (message, text) => {
    expect(error(text)).toMatchObject({ name: 'PolicyError', message });
  });

  it('but a policy with such a key is a policy with an unknown key', () => {
    expect(refusal({ Statement: [] })).toMatch(/^unknown key "Statement"\. /);
    expect(refusal({ $schema: './policy.schema.json', properties: {} })).toMatch(/^unknown key "\$schema", /);
  });
});
