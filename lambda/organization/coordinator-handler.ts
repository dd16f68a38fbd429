import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import { CLIENT_TIMEOUTS, jsonLog, lambdaClock } from '../aws/lambda-runtime';
import { organizationsClient, OrganizationsDirectory } from '../aws/organizations-directory';
import { S3OrganizationRecords } from '../aws/s3-organization-records';
import { SfnExecutions } from '../aws/sfn-executions';
import { SnsDigestTopic } from '../aws/sns-digest-topic';
import { SsmMasterSwitch, SsmOrganizationSettings } from '../aws/ssm-organization-settings';
import { deploymentOf } from '../domain/identity';
import { CoordinatorEnvironment, parseEnvironment } from '../environment';
import { allot, type AllotAnswer } from './allot';
import type { Coordinator } from './coordinator';
import { parseCoordinatorEvent } from './coordinator-event';
import type { TellAnswer } from './end';
import { freeze, type FreezeAnswer } from './freeze';
import { tell } from './tell';

export type CoordinatorAnswer = FreezeAnswer | AllotAnswer | TellAnswer;

/**
 * The coordinator. The state machine invokes it before, between and after its two Maps (docs/design.md §9.10). It reads the
 * organization and writes to no account of it.
 */
export async function handler(event: unknown, context: Context): Promise<CoordinatorAnswer> {
  const env = parseEnvironment(CoordinatorEnvironment, process.env);
  const { clock, stop } = lambdaClock(context);
  const { account: central, region } = deploymentOf(context.invokedFunctionArn);
  const ssm = new SSMClient(CLIENT_TIMEOUTS);
  try {
    return await coordinate(event, {
      options: {
        organizationId: env.ORGANIZATION_ID,
        central,
        bucket: env.RECORD_BUCKET_NAME,
        deployedPolicySha256: env.DEPLOYED_POLICY_SHA256,
        deployedOrganizationSha256: env.DEPLOYED_ORGANIZATION_SHA256,
        reportOnly: env.REPORT_ONLY === 'true',
      },
      ports: {
        directory: new OrganizationsDirectory(organizationsClient()),
        settings: new SsmOrganizationSettings(ssm, {
          mode: env.MODE_PARAMETER_NAME,
          policy: env.POLICY_PARAMETER_NAME,
          organization: env.ORGANIZATION_PARAMETER_NAME,
        }),
        masterSwitch: new SsmMasterSwitch(ssm, env.MODE_PARAMETER_NAME),
        records: new S3OrganizationRecords(
          new S3Client(CLIENT_TIMEOUTS),
          env.RECORD_BUCKET_NAME,
          central,
          region,
        ),
        topic: new SnsDigestTopic(new SNSClient(CLIENT_TIMEOUTS), env.DIGEST_TOPIC_ARN),
        executions: new SfnExecutions(new SFNClient(CLIENT_TIMEOUTS)),
        clock,
        log: jsonLog,
      },
    });
  } finally {
    stop();
  }
}

/** One step of a run. */
export async function coordinate(event: unknown, coordinator: Coordinator): Promise<CoordinatorAnswer> {
  const asked = parseCoordinatorEvent(event);
  switch (asked.step) {
    case 'freeze':
      return freeze(asked.input, asked.execution, coordinator);
    case 'allot':
      return allot(asked.run, asked.execution, coordinator);
    case 'tell':
      return tell(asked.run, asked.execution, coordinator);
  }
}
