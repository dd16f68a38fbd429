import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import { accountPorts } from '../aws/account-ports';
import { CLIENT_TIMEOUTS, jsonLog, lambdaClock } from '../aws/lambda-runtime';
import { AssumedMemberRole, stsClient } from '../aws/member-credentials';
import { S3OrganizationRecords } from '../aws/s3-organization-records';
import { S3RecordStore } from '../aws/s3-record-store';
import { SsmMasterSwitch } from '../aws/ssm-organization-settings';
import { deploymentOf } from '../domain/identity';
import { AccountEnvironment, parseEnvironment } from '../environment';
import { parseAccountEvent } from './account-event';
import { sweepAccount, type AccountAnswer } from './sweep-account';

/**
 * The account function. The state machine invokes it once for each account in Judge, and in Act for those that stopped at
 * their plan (docs/design.md §9.10). It takes the role of the account, sweeps it and writes its answer.
 */
export async function handler(event: unknown, context: Context): Promise<AccountAnswer> {
  const env = parseEnvironment(AccountEnvironment, process.env);
  const { clock, deadline, stop } = lambdaClock(context);
  const { account: central, region } = deploymentOf(context.invokedFunctionArn);
  const s3 = new S3Client(CLIENT_TIMEOUTS);
  try {
    return await sweepAccount(
      parseAccountEvent(event),
      { deployedPolicySha256: env.DEPLOYED_POLICY_SHA256, canWrite: env.REPORT_ONLY !== 'true' },
      {
        organization: new S3OrganizationRecords(s3, env.RECORD_BUCKET_NAME, central, region),
        sessions: new AssumedMemberRole(stsClient(), central.partition),
        masterSwitch: new SsmMasterSwitch(new SSMClient(CLIENT_TIMEOUTS), env.MODE_PARAMETER_NAME),
        recordsOf: (id) =>
          new S3RecordStore(s3, env.RECORD_BUCKET_NAME, { id, partition: central.partition }, region),
        portsOf: (id, credentials, canWrite) =>
          accountPorts(
            { account: { id, partition: central.partition }, region, credentials },
            { clock, deadline, canWrite },
          ),
        clock,
        log: jsonLog,
      },
      central.partition,
    );
  } finally {
    stop();
  }
}
