import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { buildStack, readable, synth, theOnly } from './synth';

describe('the stack', () => {
  it('puts out what a script needs to find the function, the topic, the two parameters, the records and the dashboard', () => {
    const { DashboardUrl, ...outputs } = synth().findOutputs('*');
    expect(DashboardUrl).toBeDefined();
    expect(outputs).toStrictEqual({
      SweepFunctionName: { Value: { Ref: 'SweepFunctionA7728703' } },
      DigestTopicArn: { Value: { Ref: 'DigestTopic34CF3E4B' } },
      PolicyParameterName: { Value: { Ref: 'SettingsPolicyC39C8FAD' } },
      ModeParameterName: { Value: { Ref: 'SettingsMode27A5E11D' } },
      RecordBucketName: { Value: { Ref: 'RecordsBucket600C9C86' } },
    });
  });

  it.each([
    ['a region that is not named', undefined, 'arn:'],
    ['China', 'cn-north-1', 'arn:aws-cn:'],
    ['GovCloud', 'us-gov-west-1', 'arn:aws-us-gov:'],
  ])('works in every partition: no ARN in it says arn:aws for %s', (_, region, expected) => {
    const props = region === undefined ? {} : { env: { region, account: '123456789012' } };
    const text = JSON.stringify(synth({ emails: ['security@example.com'], ...props }).toJSON());
    expect(text).toContain(expected);
    expect(text).not.toContain('arn:aws:');
  });

  it("uses the permissions boundary of the CDK's context", () => {
    const context = { '@aws-cdk/core:permissionsBoundary': { name: 'developers' } };
    const template = Template.fromStack(buildStack({}, context).stack);
    expect(readable(theOnly(template, 'AWS::IAM::Role').Properties['PermissionsBoundary'])).toBe(
      'arn:<AWS::Partition>:iam::<AWS::AccountId>:policy/developers',
    );
  });

  it('is synthesized without a warning, which `cdk synth --strict` would refuse', () => {
    const { stack } = buildStack({ emails: ['security@example.com'], newCredentialNotices: true });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toStrictEqual([]);
    expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toStrictEqual([]);
  });

  it('ships this template', () => {
    const text = JSON.stringify(
      synth({ emails: ['security@example.com'], newCredentialNotices: true }).toJSON(),
    );
    expect(JSON.parse(text.replaceAll(/[0-9a-f]{64}\.zip/g, 'ASSET.zip'))).toMatchSnapshot();
  });
});
