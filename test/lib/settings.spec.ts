import { Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IamLapseProps } from '../../lib/iam-lapse-stack';
import { buildStack, POLICY_TEXT, type Resource, resourcesOf, synth } from './synth';

// CloudFormation writes the deployed value over the live one whenever any property of a parameter changes: an
// enforce flips back, an edited policy is lost. Whoever changes a line below does that to every deployment.
const MODE = {
  SettingsMode27A5E11D: {
    Type: 'AWS::SSM::Parameter',
    Properties: {
      AllowedPattern: '^(dry-run|enforce)$',
      Description: 'iam-lapse: dry-run reports, enforce disables',
      Name: '/iam-lapse/mode',
      Type: 'String',
      Value: 'dry-run',
    },
  },
};
const POLICY = {
  SettingsPolicyC39C8FAD: {
    Type: 'AWS::SSM::Parameter',
    Properties: {
      Description: 'iam-lapse: who is judged by which limits, and who is exempt',
      Name: '/iam-lapse/policy',
      Tier: 'Intelligent-Tiering',
      Type: 'String',
      Value: POLICY_TEXT,
    },
  },
};

const parametersOf = (template: Template): Record<string, Resource> =>
  resourcesOf(template, 'AWS::SSM::Parameter');

describe('no property of the two parameters changes between releases', () => {
  it.each<[string, Partial<IamLapseProps>]>([
    ['as deployed without any choice', {}],
    ['with subscribers', { emails: ['security@example.com'] }],
    ['with another schedule', { schedule: 'rate(12 hours)' }],
    ['with reportOnly', { reportOnly: true }],
    ['without a key', { kms: false }],
    ['with another topic for alarms', { alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:on-call' }],
    ['with more patience', { heartbeatHours: 100 }],
    ['in a region that is named', { env: { account: '123456789012', region: 'eu-west-1' } }],
    ['with tags of the stack', { tags: { team: 'security' } }],
  ])('mode and policy are what they always were: %s', (_, props) => {
    expect(parametersOf(synth(props))).toStrictEqual({ ...MODE, ...POLICY });
  });

  it('app-wide tags leave them out, for a new tag would overwrite a mode that somebody has set', () => {
    const { app, stack } = buildStack();
    Tags.of(app).add('cost-centre', '4711');
    const template = Template.fromStack(stack);
    // Tags do arrive where they do no harm, so that the next line means something.
    template.hasResourceProperties('AWS::SNS::Topic', { Tags: [{ Key: 'cost-centre', Value: '4711' }] });
    expect(parametersOf(template)).toStrictEqual({ ...MODE, ...POLICY });
  });

  it('another policy file changes the value of the policy and nothing else', () => {
    const other = parametersOf(synth({ policyText: '{"version":1}' }));
    const { SettingsPolicyC39C8FAD: policy } = POLICY;
    expect(other).toStrictEqual({
      ...MODE,
      SettingsPolicyC39C8FAD: { ...policy, Properties: { ...policy.Properties, Value: '{"version":1}' } },
    });
  });
});

describe('SSM itself refuses a mode that is not one of the two words', () => {
  const pattern = (): RegExp =>
    new RegExp(String(parametersOf(synth())['SettingsMode27A5E11D']?.Properties['AllowedPattern']));

  it.each(['dry-run', 'enforce'])('%s is accepted', (word) => {
    expect(pattern().test(word)).toBe(true);
  });

  it.each([
    '',
    'Enforce',
    'enforced',
    ' enforce',
    'enforce\n',
    'dry_run',
    'dryrun',
    'off',
    'dry-run|enforce',
  ])('%j is refused', (word) => {
    expect(pattern().test(word)).toBe(false);
  });
});
