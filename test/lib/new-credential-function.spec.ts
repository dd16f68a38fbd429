import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import type { IamLapseProps } from '../../lib/iam-lapse-stack';
import { NewCredentialEnvironment, parseEnvironment } from '../../lambda/environment';
import { buildStack, permissionsOf, resourcesOf } from './synth';

const build = (props: Partial<IamLapseProps> = {}) => {
  const { stack } = buildStack({ newCredentialNotices: true, ...props });
  return { stack, template: Template.fromStack(stack) };
};
const Resources = z.record(z.string(), z.looseObject({ Type: z.string(), Condition: z.string().optional() }));
const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });
const oursIn = (template: Template) =>
  Object.entries(Resources.parse(template.toJSON()['Resources'])).filter(([id]) =>
    /^(?:AlarmsNoticeFailed|Notice)/.test(id),
  );

describe('the function for new credentials exists', () => {
  it.each(['us-east-1', 'us-gov-west-1', 'cn-north-1'])("in its partition's home region: %s", (region) => {
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
      ['us-east-1', 'us-gov-west-1', 'cn-north-1'].map((home) => ({
        'Fn::Equals': [{ Ref: 'AWS::Region' }, home],
      })),
    );
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  it('nowhere, when the deployment turns it off', () => {
    expect(oursIn(build({ newCredentialNotices: false }).template)).toEqual([]);
  });
});

it('can read users and the ledger and send a mail, and nothing more', () => {
  const without = permissionsOf(build({ newCredentialNotices: false, kms: false }).template);
  const rest = permissionsOf(build({ kms: false }).template);
  for (const permission of without) rest.splice(rest.indexOf(permission), 1);
  expect(rest.map((permission) => permission.replace(/ on .*/, ''))).toEqual([
    'Allow iam:GetUser',
    'Allow iam:ListGroupsForUser',
    'Allow iam:ListMFADevices',
    'Allow kms:Decrypt',
    'Allow logs:CreateLogStream',
    'Allow logs:PutLogEvents',
    'Allow s3:GetObject',
    'Allow s3:ListBucket',
    'Allow sns:Publish',
    'Allow ssm:GetParameters',
    'Allow ssm:GetParameters',
  ]);
});

it('gets the events of calls in this account that made or enabled a credential, and did not fail', () => {
  const rules = Object.entries(resourcesOf(build().template, 'AWS::Events::Rule'));
  const [, rule] = rules.find(([id]) => id.startsWith('Notice')) ?? [];
  expect(rule?.Properties['EventPattern']).toEqual({
    source: ['aws.iam'],
    account: [{ Ref: 'AWS::AccountId' }],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['iam.amazonaws.com'],
      errorCode: [{ exists: false }],
      $or: [
        { eventName: ['CreateUser', 'CreateLoginProfile', 'CreateAccessKey'] },
        { eventName: ['UpdateAccessKey'], requestParameters: { status: ['Active'] } },
      ],
    },
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
