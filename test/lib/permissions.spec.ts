import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { permissionsOf, readable, resourcesOf, synth, theOnly } from './synth';

const Statements = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }),
});
const statementsOf = (template: Template) =>
  Object.values(resourcesOf(template, 'AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Statements.parse(Properties).PolicyDocument.Statement,
  );
const ThroughS3 = z.strictObject({
  StringEquals: z.strictObject({ 'kms:ViaService': z.array(z.unknown()) }),
  ArnLike: z.strictObject({ 'kms:EncryptionContext:aws:s3:arn': z.array(z.unknown()) }),
});

const USERS = 'arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*';
const PARAMETER = 'arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter';

/** All that the function can change in IAM. */
const IAM_WRITES = [`Allow iam:DeleteLoginProfile on ${USERS}`, `Allow iam:UpdateAccessKey on ${USERS}`];
/** Read before a password is deleted. CloudTrail knows no narrower resource. */
const BEFORE_A_WRITE = ['Allow cloudtrail:LookupEvents on *'];
const WRITING = [...IAM_WRITES, ...BEFORE_A_WRITE];
const KEY = [
  'Allow kms:Decrypt on <EncryptionKey514CDF8F.Arn>',
  'Allow kms:GenerateDataKey on <EncryptionKey514CDF8F.Arn>',
];
const ALWAYS = [
  // The trails of the account, and the organization's, which belong to another account.
  'Allow cloudtrail:DescribeTrails on *',
  'Allow cloudtrail:GetEventSelectors on arn:<AWS::Partition>:cloudtrail:*:*:trail/*',
  'Allow cloudtrail:GetTrailStatus on arn:<AWS::Partition>:cloudtrail:*:*:trail/*',
  // IAM knows no narrower resource for these, or is asked about all users at once.
  'Allow iam:GenerateCredentialReport on *',
  'Allow iam:GetAccountAuthorizationDetails on *',
  'Allow iam:GetAccountPasswordPolicy on *',
  'Allow iam:GetAccountSummary on *',
  'Allow iam:GetCredentialReport on *',
  'Allow iam:ListAccountAliases on *',
  'Allow iam:ListServiceSpecificCredentials on *',
  // Users have paths: user/* covers them all.
  `Allow iam:GetAccessKeyLastUsed on ${USERS}`,
  `Allow iam:GetLoginProfile on ${USERS}`,
  `Allow iam:GetUser on ${USERS}`,
  `Allow iam:ListAccessKeys on ${USERS}`,
  `Allow iam:ListGroupsForUser on ${USERS}`,
  `Allow iam:ListSSHPublicKeys on ${USERS}`,
  'Allow logs:CreateLogStream on <SweepLogsA7192123.Arn>',
  'Allow logs:PutLogEvents on <SweepLogsA7192123.Arn>',
  'Allow s3:GetObject on <RecordsBucket600C9C86.Arn>/<AWS::AccountId>/ledger.json',
  'Allow s3:GetObject on <RecordsBucket600C9C86.Arn>/<AWS::AccountId>/locks/*',
  'Allow s3:GetObject on <RecordsBucket600C9C86.Arn>/<AWS::AccountId>/runs/*',
  'Allow s3:ListBucket on <RecordsBucket600C9C86.Arn>',
  'Allow s3:PutObject on <RecordsBucket600C9C86.Arn>/<AWS::AccountId>/ledger.json',
  'Allow s3:PutObject on <RecordsBucket600C9C86.Arn>/<AWS::AccountId>/runs/*',
  'Allow sns:GetSubscriptionAttributes on <DigestTopic34CF3E4B>',
  'Allow sns:ListSubscriptionsByTopic on <DigestTopic34CF3E4B>',
  'Allow sns:Publish on <DigestTopic34CF3E4B>',
  `Allow ssm:GetParameters on ${PARAMETER}<SettingsMode27A5E11D>`,
  `Allow ssm:GetParameters on ${PARAMETER}<SettingsPolicyC39C8FAD>`,
];

describe('the function can do what it does, and nothing more', () => {
  it('every permission of the role is on this list', () => {
    expect(permissionsOf(synth())).toStrictEqual([...ALWAYS, ...WRITING, ...KEY].toSorted());
  });

  it('with reportOnly the role has no IAM write action, nor what only a write needs, and loses nothing else', () => {
    expect(permissionsOf(synth({ reportOnly: true }))).toStrictEqual([...ALWAYS, ...KEY].toSorted());
  });

  describe('without a key', () => {
    const OF_EARLIER_KEYS =
      'Allow kms:Decrypt on arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*';

    it('the only permission on keys is to read what an earlier key of the stack has encrypted', () => {
      expect(permissionsOf(synth({ kms: false }))).toStrictEqual(
        [...ALWAYS, ...WRITING, OF_EARLIER_KEYS].toSorted(),
      );
    });

    it.each([
      ['the sweep', false],
      ['both functions', true],
    ])('and only through S3, and only in the record bucket: %s', (_, newCredentialNotices) => {
      const found = statementsOf(synth({ kms: false, newCredentialNotices })).filter(
        ({ Sid }) => Sid === 'ReadWhatAnEarlierKeyEncrypted',
      );
      expect(found).toHaveLength(newCredentialNotices ? 2 : 1);
      for (const { Action, Effect, Condition } of found) {
        expect({ Action, Effect }).toStrictEqual({ Action: 'kms:Decrypt', Effect: 'Allow' });
        const { StringEquals, ArnLike } = ThroughS3.parse(Condition);
        expect(StringEquals['kms:ViaService'].map(readable)).toStrictEqual([
          's3.<AWS::Region>.amazonaws.com',
          's3.<AWS::Region>.<AWS::URLSuffix>',
        ]);
        expect(ArnLike['kms:EncryptionContext:aws:s3:arn'].map(readable)).toStrictEqual([
          '<RecordsBucket600C9C86.Arn>',
          '<RecordsBucket600C9C86.Arn>/<AWS::AccountId>/*',
        ]);
      }
    });

    it('and the key that goes from the template stays in the account, with a policy that lets roles use it', () => {
      const key = theOnly(synth(), 'AWS::KMS::Key');
      expect(key).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      const [owner] = Object.values(
        z.record(z.string(), z.unknown()).parse(key.Properties['KeyPolicy']),
      ).flat();
      expect(owner).toMatchObject({ Effect: 'Allow', Action: 'kms:*', Resource: '*' });
    });
  });

  it('there is one role, which only Lambda assumes and which no managed policy widens', () => {
    const { Properties } = theOnly(synth(), 'AWS::IAM::Role');
    expect(Properties).toStrictEqual({
      Description: expect.any(String) as unknown,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
        ],
      },
    });
  });

  it('only the schedule of this stack may invoke the function', () => {
    const { Properties } = theOnly(synth(), 'AWS::Lambda::Permission');
    expect(Properties['Principal']).toBe('events.amazonaws.com');
    expect(readable(Properties['SourceArn'])).toBe('<ScheduleRule322D6281.Arn>');
  });

  it.each([
    ['normally', {}],
    ['with reportOnly', { reportOnly: true }],
    ['without a key', { kms: false }],
  ])('no action is a wildcard, but for the account that owns the key: %s', (_, props) => {
    const template = synth(props);
    const keys = Object.keys(resourcesOf(template, 'AWS::KMS::Key'));
    const wild = actionsIn(template.toJSON()).filter((action) => action.includes('*'));
    // A key whose policy does not let its own account in can never be changed or deleted again.
    expect(wild).toStrictEqual(keys.map(() => 'kms:*'));
  });
});

/** The value of every `Action` that is allowed, anywhere in the template; a bucket denies all without TLS. */
function actionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('Effect' in value && value.Effect === 'Deny') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Action' ? [inner].flat().map(String) : actionsIn(inner),
  );
}
