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
    Statement: z.tuple([
      z.unknown(),
      z.object({
        Principal: z.object({ Service: z.literal('logs.amazonaws.com') }),
        Condition: z.object({ ArnLike: z.record(z.string(), z.unknown()) }),
      }),
    ]),
  }),
});
