import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { pacedIamClient } from '../../lambda/aws/iam-client';
import { type FakeAccount, type FakeAws, startFakeAws } from './fake-aws';

export interface ClientOptions {
  /** One, unless given, so that a fault shows as it is and costs no time. */
  readonly maxAttempts?: number;
  readonly deadline?: AbortSignal;
  /** `false`: a plain IAM client, for a test that polls by a clock of its own. */
  readonly paced?: boolean;
}

/** The SDK clients of the sweep, pointed at a fake. */
export function clientsOf(
  { clientConfig }: Pick<FakeAws, 'clientConfig'>,
  { maxAttempts = 1, deadline, paced = true }: ClientOptions = {},
) {
  const config = { ...clientConfig, maxAttempts };
  const clients = {
    iam: paced ? pacedIamClient(deadline, config) : new IAMClient(config),
    ssm: new SSMClient(config),
    sns: new SNSClient(config),
    s3: new S3Client(config),
  };
  onClose(() => Object.values(clients).forEach((client) => client.destroy()));
  return clients;
}

/** A fake that `closeAll` closes. */
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

/** For `afterEach`: ends whatever the test started, the last first. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).toReversed()) await close();
}
