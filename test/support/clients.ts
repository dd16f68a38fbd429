import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { CloudTrailClients } from '../../lambda/aws/cloudtrail-client';
import { pacedIamClient } from '../../lambda/aws/iam-client';
import { type FakeAccount, type FakeAws, startFakeAws } from './fake-aws';

export interface ClientOptions {
  /** @default 1, so that a fault shows at once, without retries */
  readonly maxAttempts?: number;
  readonly deadline?: AbortSignal;
  /** `false` gives a plain IAM client, for a test that polls by its own clock. @default true */
  readonly paced?: boolean;
}

/** The sweep's SDK clients, calling a fake AWS. */
export function clientsOf(
  { clientConfig }: Pick<FakeAws, 'clientConfig'>,
  { maxAttempts = 1, deadline, paced = true }: ClientOptions = {},
) {
  const config = { ...clientConfig, maxAttempts };
  const clients = {
    iam: paced ? pacedIamClient(deadline, config) : new IAMClient(config),
    cloudTrail: new CloudTrailClient(config),
    cloudTrails: new CloudTrailClients((region) => new CloudTrailClient({ ...config, region })),
    ssm: new SSMClient(config),
    sns: new SNSClient(config),
    s3: new S3Client(config),
  };
  onClose(() => Object.values(clients).forEach((client) => client.destroy()));
  return clients;
}

/** Starts a fake AWS that `closeAll` closes. */
export async function serve(account: FakeAccount): Promise<FakeAws> {
  const aws = await startFakeAws(account);
  onClose(() => aws.close());
  return aws;
}

type Close = () => void | Promise<void>;
const open: Close[] = [];

export function onClose(close: Close): void {
  open.push(close);
}

/** For `afterEach`: closes everything that the test started, in reverse order. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).toReversed()) await close();
}
