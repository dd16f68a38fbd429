import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';

/** The SDK's clients, calling the emulator. */
export function clientsAt(endpoint: string) {
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  };
  const iam = new IAMClient(settings);
  const sns = new SNSClient(settings);
  const ssm = new SSMClient(settings);
  const s3 = new S3Client(settings);
  const close = () => {
    for (const client of [iam, sns, ssm, s3]) client.destroy();
  };
  return { iam, sns, ssm, s3, close };
}
