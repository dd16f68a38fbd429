import * as z from 'zod';
import { readable, resourcesOf, synth, theOnly } from './synth';

describe('the key', () => {
  it('is rotated, and stays when the stack goes, for what it encrypted must stay readable', () => {
    expect(theOnly(synth(), 'AWS::KMS::Key')).toMatchObject({
      Properties: { EnableKeyRotation: true },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it('encrypts topic and logs', () => {
    const template = synth();
    const key = { 'Fn::GetAtt': ['EncryptionKey514CDF8F', 'Arn'] };
    expect(theOnly(template, 'AWS::SNS::Topic').Properties['KmsMasterKeyId']).toStrictEqual(key);
    expect(theOnly(template, 'AWS::Logs::LogGroup').Properties['KmsKeyId']).toStrictEqual(key);
  });

  it('serves CloudWatch Logs for the log groups of this account and region alone', () => {
    const { Properties } = theOnly(synth(), 'AWS::KMS::Key');
    const context = LogsStatement.parse(Properties).KeyPolicy.Statement[1].Condition.ArnLike;
    expect(readable(context['kms:EncryptionContext:aws:logs:arn'])).toBe(
      'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*',
    );
  });

  it('serves CloudWatch for the alarms of this account and region alone', () => {
    const [, , { Condition, ...statement }] = statements();
    expect(statement).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
    const { StringEquals, ArnLike } = SourceCondition.parse(Condition);
    expect(StringEquals['aws:SourceAccount']).toStrictEqual({ Ref: 'AWS::AccountId' });
    expect(readable(ArnLike['aws:SourceArn'])).toBe(
      'arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
    );
  });

  it('serves EventBridge without a condition, with which its messages would be lost', () => {
    expect(statements()[3]).toStrictEqual({
      Sid: 'RulesOfEventBridge',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
    });
  });

  it('serves nobody else', () => {
    expect(statements()).toHaveLength(4);
  });

  it('is not there with kms: false, and nothing refers to it', () => {
    const template = synth({ kms: false });
    expect(resourcesOf(template, 'AWS::KMS::Key')).toStrictEqual({});
    expect(theOnly(template, 'AWS::SNS::Topic').Properties).not.toHaveProperty('KmsMasterKeyId');
    expect(theOnly(template, 'AWS::Logs::LogGroup').Properties).not.toHaveProperty('KmsKeyId');
    expect(JSON.stringify(template.toJSON())).not.toContain('EncryptionKey');
  });
});

const LogsStatement = z.object({
  KeyPolicy: z.object({
    Statement: z
      .tuple([
        z.unknown(),
        z.object({
          Principal: z.object({ Service: z.literal('logs.amazonaws.com') }),
          Condition: z.object({ ArnLike: z.record(z.string(), z.unknown()) }),
        }),
      ])
      .rest(z.unknown()),
  }),
});
const SourceCondition = z.strictObject({
  StringEquals: z.strictObject({ 'aws:SourceAccount': z.unknown() }),
  ArnLike: z.strictObject({ 'aws:SourceArn': z.unknown() }),
});
const Statement = z.record(z.string(), z.unknown());
const KeyPolicy = z.object({
  KeyPolicy: z.object({ Statement: z.tuple([Statement, Statement, Statement, Statement]) }),
});

function statements() {
  return KeyPolicy.parse(theOnly(synth(), 'AWS::KMS::Key').Properties).KeyPolicy.Statement;
}
