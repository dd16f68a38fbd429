import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import { accountPorts } from '../aws/account-ports';
import { CLIENT_TIMEOUTS, jsonLog, lambdaClock } from '../aws/lambda-runtime';
import { S3RecordStore } from '../aws/s3-record-store';
import { SnsDigestTopic } from '../aws/sns-digest-topic';
import { SsmSettings } from '../aws/ssm-settings';
import { deploymentOf } from '../domain/identity';
import { parseEnvironment, SweepEnvironment } from '../environment';
import { parseInvocation } from './invocation';
import { mailOutlet } from './mail-digest';
import type { SweepAnswer } from './summary';
import { sweep } from './sweep';

/**
 * The daily function. EventBridge's schedule invokes it, or you do with `{}` or `{"mode":"dry-run"}` (docs/design.md
 * §3.4). It reads mode and policy, judges every credential, acts or reports, and publishes one digest.
 */
export async function handler(event: unknown, context: Context): Promise<SweepAnswer> {
  const env = parseEnvironment(SweepEnvironment, process.env);
  const { clock, deadline, stop } = lambdaClock(context);
  const { account, region } = deploymentOf(context.invokedFunctionArn);

  try {
    const invocation = parseInvocation(event, { now: clock.now(), requestId: context.awsRequestId });
    return await sweep(
      invocation,
      {
        account,
        deployedPolicySha256: env.DEPLOYED_POLICY_SHA256,
      },
      {
        settings: new SsmSettings(new SSMClient(CLIENT_TIMEOUTS), {
          mode: env.MODE_PARAMETER_NAME,
          policy: env.POLICY_PARAMETER_NAME,
        }),
        ...accountPorts({ account, region }, { clock, deadline, canWrite: env.REPORT_ONLY !== 'true' }),
        outlet: mailOutlet(new SnsDigestTopic(new SNSClient(CLIENT_TIMEOUTS), env.DIGEST_TOPIC_ARN)),
        records: new S3RecordStore(new S3Client(CLIENT_TIMEOUTS), env.RECORD_BUCKET_NAME, account, region),
        clock,
        log: jsonLog,
      },
    );
  } finally {
    stop();
  }
}
