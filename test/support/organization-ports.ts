import { SFNClient } from '@aws-sdk/client-sfn';
import type { AccountPorts, SessionCredentials } from '../../lambda/aws/account-ports';
import { CloudTrailPasswordEvents } from '../../lambda/aws/cloudtrail-password-events';
import { TrailReader } from '../../lambda/aws/cloudtrail-trails';
import { CloudTrailUseEvents } from '../../lambda/aws/cloudtrail-use-events';
import { AuthorizationDetails } from '../../lambda/aws/iam-authorization-details';
import { IamAccountFacts } from '../../lambda/aws/iam-account-facts';
import { countCalls } from '../../lambda/aws/iam-client';
import { IamReportSource } from '../../lambda/aws/iam-credential-report';
import { IamInspector } from '../../lambda/aws/iam-inspector';
import { IamUserDirectory } from '../../lambda/aws/iam-user-directory';
import { UserReader } from '../../lambda/aws/iam-user-reader';
import { IamWriter } from '../../lambda/aws/iam-writer';
import { S3OrganizationRecords } from '../../lambda/aws/s3-organization-records';
import { SfnExecutions } from '../../lambda/aws/sfn-executions';
import { SnsDigestTopic } from '../../lambda/aws/sns-digest-topic';
import { SsmMasterSwitch, SsmOrganizationSettings } from '../../lambda/aws/ssm-organization-settings';
import type { CoordinatorPorts } from '../../lambda/organization/coordinator';
import type { Clock, Log } from '../../lambda/ports';
import { clientsOf, onClose } from './clients';
import { MODE_PARAMETER, POLICY_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from './deployment';
import type { FakeAws } from './fake-aws';
import { CENTRAL, directoryOf } from './organization';

export const ORGANIZATION_PARAMETER = '/iam-lapse/organization';

/** As the coordinator's handler builds them. */
export function coordinatorPorts(aws: FakeAws, clock: Clock, log: Log): CoordinatorPorts {
  const { ssm, sns, s3 } = clientsOf(aws);
  const sfn = new SFNClient({ ...aws.clientConfig, maxAttempts: 1 });
  onClose(() => sfn.destroy());
  return {
    directory: directoryOf(aws),
    settings: new SsmOrganizationSettings(ssm, {
      mode: MODE_PARAMETER,
      policy: POLICY_PARAMETER,
      organization: ORGANIZATION_PARAMETER,
    }),
    masterSwitch: new SsmMasterSwitch(ssm, MODE_PARAMETER),
    records: new S3OrganizationRecords(s3, RECORD_BUCKET, { id: CENTRAL, partition: 'aws' }, 'us-east-1'),
    topic: new SnsDigestTopic(sns, TOPIC_ARN),
    executions: new SfnExecutions(sfn),
    clock,
    log,
  };
}

/** As `accountPorts` does. Pacing would take real time, which TestClock does not know. */
export function accountPortsOf(
  aws: FakeAws,
  { id, credentials, canWrite }: { id: string; credentials: SessionCredentials; canWrite: boolean },
  clock: Clock,
): AccountPorts {
  const { iam, cloudTrail, cloudTrails } = clientsOf(
    { clientConfig: { ...aws.clientConfig, credentials } },
    { paced: false },
  );
  const reader = new UserReader(iam);
  const details = new AuthorizationDetails(iam);
  const trails = new TrailReader('us-east-1', (region) => cloudTrails.in(region));
  return {
    reports: new IamReportSource(iam, clock),
    directory: new IamUserDirectory(details, reader),
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(iam, reader, details, trails, clock),
    passwordEvents: new CloudTrailPasswordEvents(cloudTrail),
    useEvents: new CloudTrailUseEvents(cloudTrails, {
      account: { id, partition: 'aws' },
      region: 'us-east-1',
    }),
    writer: canWrite ? new IamWriter(iam) : undefined,
    iamCalls: countCalls(iam),
  };
}
