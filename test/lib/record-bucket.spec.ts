import { Match } from 'aws-cdk-lib/assertions';
import { synth } from './synth';

describe('the record bucket', () => {
  it('keeps every version, and old ones for 400 days', () => {
    synth().hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          { Id: 'OldVersions', NoncurrentVersionExpiration: { NoncurrentDays: 400 }, Status: 'Enabled' },
        ],
      },
    });
  });

  it('stays when the stack goes: an audit trail outlives what it is about', () => {
    synth().hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('is closed to the public', () => {
    synth().hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  it.each([
    ['with the key of the stack', {}, { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: Match.anyValue() }],
    ['with a key of S3, if there is none', { kms: false }, { SSEAlgorithm: 'AES256' }],
  ])('is encrypted %s', (_, props, ServerSideEncryptionByDefault) => {
    synth(props).hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [Match.objectLike({ ServerSideEncryptionByDefault })],
      },
    });
  });

  it('talks TLS only', () => {
    synth().hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });
});
