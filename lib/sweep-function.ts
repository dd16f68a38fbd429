import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { SweepEnvironment } from '../lambda/environment';
import type { DigestTopic } from './digest-topic';
import type { EncryptionKey } from './encryption-key';
import { functionCode } from './function-code';
import { iamStatements } from './iam-permissions';
import type { RecordBucket } from './record-bucket';
import type { Settings } from './settings';

export interface SweepFunctionProps {
  readonly settings: Settings;
  readonly digest: DigestTopic;
  readonly records: RecordBucket;
  /** @default - logs are encrypted with a key of AWS's */
  readonly encryption?: EncryptionKey | undefined;
  /** Leave the IAM write actions out. */
  readonly reportOnly: boolean;
}

/** The function that sweeps, with a role of its own that can do exactly what it does. */
export class SweepFunction extends Construct {
  readonly handler: NodejsFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: SweepFunctionProps) {
    super(scope, id);
    // The dashboard looks back as far.
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.encryption ? { encryptionKey: props.encryption.key } : {}),
    });
    const role = new Role(this, 'Role', {
      description: 'iam-lapse: judges IAM credentials and, unless report-only, disables stale ones',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.handler = new NodejsFunction(this, 'Function', {
      description: 'iam-lapse: the daily sweep',
      code: functionCode('sweep/handler.ts'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      // The longest there is: the sweep stops by itself, with what is left put off and told.
      timeout: Duration.minutes(15),
      // A failed sweep is told by its digest and the next day's run; a retry would send both twice.
      retryAttempts: 0,
      maxEventAge: Duration.hours(1),
      role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: this.environment(props),
    });
    for (const statement of iamStatements(this, props)) role.addToPolicy(statement);
    role.addToPolicy(
      new PolicyStatement({
        sid: 'WriteLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    props.settings.grantRead(role);
    props.digest.grantDigest(role);
    props.records.grantRecords(role);
    props.encryption?.grantUse(role);
    Validations.of(role).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
        reason:
          'The credential report and the account details are of the account; IAM knows no narrower resource',
      },
      {
        id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]',
        reason:
          'Every IAM user of the account is judged; who is spared is for the policy to say, not for the role',
      },
    );
  }

  private environment({ settings, digest, records, reportOnly }: SweepFunctionProps): {
    [name: string]: string;
  } {
    const environment: SweepEnvironment = {
      MODE_PARAMETER_NAME: settings.mode.parameterName,
      POLICY_PARAMETER_NAME: settings.policy.parameterName,
      DIGEST_TOPIC_ARN: digest.topic.topicArn,
      RECORD_BUCKET_NAME: records.bucket.bucketName,
      DEPLOYED_POLICY_SHA256: settings.policySha256,
      REPORT_ONLY: reportOnly ? 'true' : 'false',
    };
    // Stack traces in the log then name our own files.
    return { ...environment, NODE_OPTIONS: '--enable-source-maps' };
  }
}
