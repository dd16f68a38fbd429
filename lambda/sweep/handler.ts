import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import {
  CloudTrailPasswordEvents,
  pacedCloudTrailClient,
  pacedCloudTrailClientIn,
} from '../aws/cloudtrail-password-events';
import { TrailReader } from '../aws/cloudtrail-trails';
import { countCalls, pacedIamClient } from '../aws/iam-client';
import { CLIENT_TIMEOUTS, jsonLog, lambdaClock } from '../aws/lambda-runtime';
import { AuthorizationDetails } from '../aws/iam-authorization-details';
import { IamReportSource } from '../aws/iam-credential-report';
import { IamUserDirectory } from '../aws/iam-user-directory';
import { IamAccountFacts } from '../aws/iam-account-facts';
import { IamInspector } from '../aws/iam-inspector';
import { SsmSettings } from '../aws/ssm-settings';
import { UserReader } from '../aws/iam-user-reader';
import { S3RecordStore } from '../aws/s3-record-store';
import { SnsDigestTopic } from '../aws/sns-digest-topic';
import { IamWriter } from '../aws/iam-writer';
import { deploymentOf, HOME_REGIONS } from '../domain/identity';
import { parseEnvironment, SweepEnvironment } from '../environment';
import { parseInvocation } from './invocation';
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
  const iam = pacedIamClient(deadline);
  const reader = new UserReader(iam);
  const details = new AuthorizationDetails(iam);
  const trails = new TrailReader(HOME_REGIONS[account.partition], pacedCloudTrailClientIn);
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
        reports: new IamReportSource(iam, clock),
        directory: new IamUserDirectory(details, reader),
        inspector: new IamInspector(reader),
        accountFacts: new IamAccountFacts(iam, reader, details, trails, clock),
        passwordEvents: new CloudTrailPasswordEvents(pacedCloudTrailClient(account.partition), deadline),
        writer: env.REPORT_ONLY === 'true' ? undefined : new IamWriter(iam),
        topic: new SnsDigestTopic(new SNSClient(CLIENT_TIMEOUTS), env.DIGEST_TOPIC_ARN),
        records: new S3RecordStore(new S3Client(CLIENT_TIMEOUTS), env.RECORD_BUCKET_NAME, account, region),
        clock,
        iamCalls: countCalls(iam),
        log: jsonLog,
      },
    );
  } finally {
    stop();
  }
}
