import { Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseOrganizationPolicy } from '../../../lambda/domain/organization/policy/parse';
import type { OrganizationProps } from '../../../lib/organization/organization-stack';
import { readable, resourcesOf, theOnly } from '../synth';
import { buildOrganization, ORGANIZATION_TEXT, synthOrganization } from './an-organization';

describe('the stack of an organization', () => {
  it('puts out what a script needs to start a run, to read its records and to set the three parameters', () => {
    expect(Object.keys(synthOrganization().findOutputs('*')).toSorted()).toStrictEqual([
      'DigestTopicArn',
      'ModeParameterName',
      'OrganizationParameterName',
      'PolicyParameterName',
      'RecordBucketName',
      'StateMachineArn',
    ]);
  });

  it.each([
    ['a region that is not named', undefined, 'arn:'],
    ['China', 'cn-north-1', 'arn:aws-cn:'],
    ['GovCloud', 'us-gov-west-1', 'arn:aws-us-gov:'],
  ])('works in every partition: no ARN in it says arn:aws for %s', (_, region, expected) => {
    const props = region === undefined ? {} : { env: { region, account: '123456789012' } };
    const text = JSON.stringify(synthOrganization({ emails: ['security@example.com'], ...props }).toJSON());
    expect(text).toContain(expected);
    expect(text).not.toContain('arn:aws:');
  });

  it('is synthesized without a warning, which `cdk synth --strict` would refuse', () => {
    const { stack } = buildOrganization({ emails: ['security@example.com'] });
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toStrictEqual([]);
    expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toStrictEqual([]);
  });

  it.each<[string, Partial<OrganizationProps>]>([
    ['normally', { emails: ['security@example.com'] }],
    ['with reportOnly', { reportOnly: true }],
    ['without a key', { kms: false }],
    ['without a StackSet', { organizationalUnits: undefined }],
  ])('has nothing that cdk-nag finds and nobody has explained: %s', (_, props) => {
    const { app } = buildOrganization(props);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });

  it('ships this template', () => {
    const text = JSON.stringify(synthOrganization({ emails: ['security@example.com'] }).toJSON());
    expect(JSON.parse(text.replaceAll(/[0-9a-f]{64}\.zip/g, 'ASSET.zip'))).toMatchSnapshot();
  });
});

describe('the schedule', () => {
  it('starts the machine with its own event, not later than an hour, and is not repeated', () => {
    const rule = Object.values(resourcesOf(synthOrganization(), 'AWS::Events::Rule')).find(
      ({ Properties }) => 'ScheduleExpression' in Properties,
    );
    expect(rule?.Properties).toMatchObject({
      ScheduleExpression: 'cron(0 7 * * ? *)',
      Targets: [
        {
          // Freeze refuses an event whose time is more than an hour away; EventBridge keeps one for a day by default.
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 0 },
        },
      ],
    });
    const { Targets: targets } = Object(rule?.Properties);
    // The event's time is the run's id: without it, a second delivery would be a second run.
    expect(Object.keys(targets[0]).toSorted()).toStrictEqual(['Arn', 'Id', 'RetryPolicy', 'RoleArn']);
    expect(readable(targets[0].Arn)).toMatch(/^<SweepMachine\w+>$/);
  });
});

describe('the parameters', () => {
  it('are the two of a single account, and one more', () => {
    const parameters = Object.values(resourcesOf(synthOrganization(), 'AWS::SSM::Parameter'));
    expect(parameters.map(({ Properties }) => String(Properties['Name'])).toSorted()).toStrictEqual([
      '/iam-lapse/mode',
      '/iam-lapse/organization',
      '/iam-lapse/policy',
    ]);
  });

  it('are what they always were, whatever else is chosen: a change would overwrite what somebody has edited', () => {
    const { stack } = buildOrganization({ reportOnly: true, kms: false, tags: { team: 'security' } });
    expect(stack.tags.hasTags()).toBe(true);
    const changed = resourcesOf(
      synthOrganization({ reportOnly: true, kms: false, tags: { team: 'security' } }),
      'AWS::SSM::Parameter',
    );
    expect(changed).toStrictEqual(resourcesOf(synthOrganization(), 'AWS::SSM::Parameter'));
    for (const { Properties } of Object.values(changed)) expect(Properties).not.toHaveProperty('Tags');
  });

  it('are deployed with nobody to act on, and every account in the report', () => {
    const { default: mode, accounts } = parseOrganizationPolicy(ORGANIZATION_TEXT, Date.now());
    expect({ mode, accounts }).toStrictEqual({ mode: 'dry-run', accounts: [] });
  });

  it('tell by mail when one of them is changed', () => {
    const rule = Object.values(resourcesOf(synthOrganization(), 'AWS::Events::Rule')).find(
      ({ Properties }) => 'EventPattern' in Properties,
    );
    expect(Object(rule?.Properties['EventPattern']).detail.name.map(readable)).toStrictEqual([
      expect.stringMatching(/^<SettingsSweepMode/),
      expect.stringMatching(/^<SettingsSweepPolicy/),
      expect.stringMatching(/^<SettingsOrganization/),
    ]);
  });
});

describe('the answers of the accounts', () => {
  it('are gone after 90 days, and all else stays', () => {
    const { Properties } = theOnly(synthOrganization(), 'AWS::S3::Bucket');
    expect(Object(Properties['LifecycleConfiguration']).Rules).toStrictEqual([
      expect.objectContaining({ Id: 'OldVersions', NoncurrentVersionExpiration: { NoncurrentDays: 400 } }),
      {
        Id: 'Answers',
        Prefix: 'organization/answers/',
        ExpirationInDays: 90,
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
        Status: 'Enabled',
      },
    ]);
  });
});
