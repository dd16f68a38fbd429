import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import { CLIENT_TIMEOUTS, jsonLog } from '../aws/lambda-runtime';
import { SsmSettings } from '../aws/ssm-settings';
import { PolicyReader } from '../aws/iam-policy-reader';
import { UserReader } from '../aws/iam-user-reader';
import { S3RecordStore } from '../aws/s3-record-store';
import { SnsDigestTopic } from '../aws/sns-digest-topic';
import { deploymentOf } from '../domain/identity';
import { NewCredentialEnvironment, parseEnvironment } from '../environment';
import { LedgerSession } from '../ledger-session';
import { type BatchAnswer, notify } from './notify';

/**
 * Sends a mail about new IAM users, passwords and keys to the digest topic. A queue of CloudTrail's events on IAM invokes
 * it. It is a second function because it needs no IAM write action, no mutex, and none of the sweep's metrics
 * (docs/design.md §3.11).
 */
export async function handler(event: unknown, context: Context): Promise<BatchAnswer> {
  const env = parseEnvironment(NewCredentialEnvironment, process.env);
  const { account, region } = deploymentOf(context.invokedFunctionArn);
  const records = new S3RecordStore(new S3Client(CLIENT_TIMEOUTS), env.RECORD_BUCKET_NAME, account, region);
  const iam = new IAMClient(CLIENT_TIMEOUTS);
  try {
    return await notify(event, account, {
      settings: new SsmSettings(new SSMClient(CLIENT_TIMEOUTS), {
        mode: env.MODE_PARAMETER_NAME,
        policy: env.POLICY_PARAMETER_NAME,
      }),
      users: new UserReader(iam),
      policies: new PolicyReader(iam),
      ledger: () => LedgerSession.read(records, account.id),
      topic: new SnsDigestTopic(new SNSClient(CLIENT_TIMEOUTS), env.DIGEST_TOPIC_ARN),
      notices: records,
      now: () => Date.now(),
      log: jsonLog,
    });
  } catch (error) {
    jsonLog('ERROR', 'notice-end', { status: 'failed', error: String(error) });
    throw error;
  }
}
