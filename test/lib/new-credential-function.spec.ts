import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import type { IamLapseProps } from '../../lib/iam-lapse-stack';
import { NewCredentialEnvironment, parseEnvironment } from '../../lambda/environment';
import { buildStack, permissionsOf, readable, resourcesOf, theOnly } from './synth';

const build = (props: Partial<IamLapseProps> = {}) => {
  const { stack } = buildStack({ newCredentialNotices: true, ...props });
  return { stack, template: Template.fromStack(stack) };
};
const Resources = z.record(z.string(), z.looseObject({ Type: z.string(), Condition: z.string().optional() }));
const Statements = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }),
});
const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });
const oursIn = (template: Template) =>
  Object.entries(Resources.parse(template.toJSON()['Resources'])).filter(([id]) =>
    /^(?:AlarmsNoticeFailed|Notice)/.test(id),
  );

const HOMES = ['us-east-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'];

describe('the function for new credentials exists', () => {
  it.each(HOMES)("in its partition's home region: %s", (region) => {
    const ours = oursIn(build({ env: { region } }).template);
    const types = ours.map(([, { Type }]) => Type);
    expect(types).toContain('AWS::Lambda::Function');
    expect(types).toContain('AWS::CloudWatch::Alarm');
    expect(ours.filter(([, { Condition }]) => Condition !== undefined)).toEqual([]);
  });

  it('nowhere else, and the synthesis says why', () => {
    const { stack, template } = build({ env: { region: 'eu-west-1' } });
    expect(oursIn(template)).toEqual([]);
    const warnings = Annotations.fromStack(stack).findWarning(
      '*',
      Match.stringLikeRegexp('in eu-west-1 there will be no notice'),
    );
    expect(warnings).toHaveLength(1);
  });

  it('by a condition of CloudFormation on each of its resources, in a template for any region', () => {
    const { stack, template } = build();
    const ours = oursIn(template);
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.map(([, { Type }]) => Type)).toContain('AWS::CloudWatch::Alarm');
    const [only] = Object.entries(template.findConditions('*'));
    expect(ours.filter(([, { Condition }]) => Condition !== only?.[0])).toEqual([]);
    expect(only?.[1]['Fn::Or']).toEqual(
      HOMES.map((home) => ({
        'Fn::Equals': [{ Ref: 'AWS::Region' }, home],
      })),
    );
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  it('nowhere, when the deployment turns it off', () => {
    expect(oursIn(build({ newCredentialNotices: false }).template)).toEqual([]);
  });
});

it('can read users, ledger and queue, keep its notices and send a mail, and nothing more', () => {
  const without = permissionsOf(build({ newCredentialNotices: false, kms: false }).template);
  const rest = permissionsOf(build({ kms: false }).template);
  for (const permission of without) rest.splice(rest.indexOf(permission), 1);
  expect(rest.map((permission) => permission.replace(/ on .*/, ''))).toEqual([
    'Allow iam:GetGroupPolicy',
    'Allow iam:GetPolicy',
    'Allow iam:GetPolicyVersion',
    'Allow iam:GetUser',
    'Allow iam:GetUserPolicy',
    'Allow iam:ListAttachedGroupPolicies',
    'Allow iam:ListAttachedUserPolicies',
    'Allow iam:ListGroupPolicies',
    'Allow iam:ListGroupsForUser',
    'Allow iam:ListMFADevices',
    'Allow iam:ListUserPolicies',
    'Allow kms:Decrypt',
    'Allow logs:CreateLogStream',
    'Allow logs:PutLogEvents',
    'Allow s3:GetObject',
    'Allow s3:GetObject',
    'Allow s3:ListBucket',
    'Allow s3:PutObject',
    'Allow sns:Publish',
    'Allow sqs:DeleteMessage',
    'Allow sqs:GetQueueAttributes',
    'Allow sqs:ReceiveMessage',
    'Allow ssm:GetParameters',
    'Allow ssm:GetParameters',
  ]);
});

it('reads users, groups and policies of its own account, each by actions of their own', () => {
  const statements = Object.values(resourcesOf(build({ kms: false }).template, 'AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Statements.parse(Properties).PolicyDocument.Statement,
  );
  const of = (sid: string) => {
    const { Action: actions, Resource: resource } = statements.findLast(({ Sid }) => Sid === sid) ?? {};
    return [actions, readable(resource)];
  };
  const own = (kind: string) => `arn:<AWS::Partition>:iam::<AWS::AccountId>:${kind}/*`;
  expect(of('ReadGroups')).toEqual([
    ['iam:GetGroupPolicy', 'iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies'],
    own('group'),
  ]);
  expect(of('ReadPolicies')).toEqual([['iam:GetPolicy', 'iam:GetPolicyVersion'], own('policy')]);
});

it('gets the events of calls in this account that made a credential or set the status of a key, and did not fail', () => {
  const rules = Object.entries(resourcesOf(build().template, 'AWS::Events::Rule'));
  const [, rule] = rules.find(([id]) => id.startsWith('Notice')) ?? [];
  expect(rule?.Properties['EventPattern']).toEqual({
    source: ['aws.iam'],
    account: [{ Ref: 'AWS::AccountId' }],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['iam.amazonaws.com'],
      errorCode: [{ exists: false }],
      eventName: ['CreateUser', 'CreateLoginProfile', 'CreateAccessKey', 'UpdateAccessKey'],
    },
  });
});

describe('its queue', () => {
  const queues = (props: Partial<IamLapseProps> = {}) =>
    Object.values(resourcesOf(build(props).template, 'AWS::SQS::Queue')).map(({ Properties }) => Properties);
  const mapping = () => theOnly(build().template, 'AWS::Lambda::EventSourceMapping').Properties;

  it('gathers events for five minutes, and hands back only what was refused', () => {
    expect(mapping()).toMatchObject({
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 300,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^NoticeEventsQueue/) as unknown, 'Arn'] },
    });
  });

  it('gives the function time, tries three times, and keeps what failed for 14 days', () => {
    const [dead, queue] = queues().toSorted(
      (one, other) => Number('RedrivePolicy' in one) - Number('RedrivePolicy' in other),
    );
    expect(queue).toMatchObject({ VisibilityTimeout: 6 * 120 + 300, RedrivePolicy: { maxReceiveCount: 3 } });
    expect(dead).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60 });
    expect(dead).not.toHaveProperty('RedrivePolicy');
  });

  it.each([
    ['with the key of the stack', {}, { KmsMasterKeyId: { 'Fn::GetAtt': ['EncryptionKey514CDF8F', 'Arn'] } }],
    ['with a key of SQS, if there is none', { kms: false }, { SqsManagedSseEnabled: true }],
  ])('is encrypted %s', (_, props, expected) => {
    expect(queues(props)).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
  });

  it('talks TLS only, and takes messages from the rule alone', () => {
    const { template } = build();
    template.resourceCountIs('AWS::SQS::QueuePolicy', 2);
    const statements = Object.values(resourcesOf(template, 'AWS::SQS::QueuePolicy')).flatMap(
      ({ Properties }) => Statements.parse(Properties).PolicyDocument.Statement,
    );
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toHaveLength(2);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toMatchObject([
      {
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.any(String), 'Arn'] } } },
      },
    ]);
  });

  it('is what the rule sends to, and nothing else is', () => {
    const rules = Object.entries(resourcesOf(build().template, 'AWS::Events::Rule'));
    const [, rule] = rules.find(([id]) => id.startsWith('Notice')) ?? [];
    expect(rule?.Properties['Targets']).toEqual([
      {
        Id: expect.any(String) as unknown,
        Arn: { 'Fn::GetAtt': [expect.stringMatching(/^NoticeEventsQueue/) as unknown, 'Arn'] },
      },
    ]);
  });

  it('is not there when the deployment turns the notices off', () => {
    expect(queues({ newCredentialNotices: false })).toEqual([]);
  });
});

it('has the environment that lambda/environment.ts asks for, name by name', () => {
  const functions = Object.entries(resourcesOf(build().template, 'AWS::Lambda::Function'));
  const [, notice] = functions.find(([id]) => id.startsWith('Notice')) ?? [];
  const { Variables: variables } = Environment.parse(notice?.Properties['Environment']);
  const names = Object.keys(variables).filter((name) => !name.startsWith('NODE_'));
  const env = Object.fromEntries(names.map((name) => [name, 'arn:resolved']));
  expect(Object.keys(parseEnvironment(NewCredentialEnvironment, env)).toSorted()).toEqual(names.toSorted());
  expect(() => parseEnvironment(NewCredentialEnvironment, {})).toThrow(
    /MODE_PARAMETER_NAME, POLICY_PARAMETER_NAME/,
  );
});
