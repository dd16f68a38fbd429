import {
  Annotations,
  Aws,
  CfnCondition,
  CfnResource,
  Duration,
  Fn,
  RemovalPolicy,
  Stack,
  Token,
  Validations,
} from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type IFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { NewCredentialEnvironment } from '../lambda/environment';
import type { DigestTopic } from './digest-topic';
import type { EncryptionKey } from './encryption-key';
import { functionCode } from './function-code';
import { everyUser } from './iam-permissions';
import type { RecordBucket } from './record-bucket';
import type { Settings } from './settings';

export interface NewCredentialFunctionProps {
  readonly settings: Settings;
  readonly digest: DigestTopic;
  readonly records: RecordBucket;
  /** @default - logs are encrypted with a key of AWS's */
  readonly encryption?: EncryptionKey | undefined;
}

/** Where IAM's calls reach EventBridge, in each partition: IAM is global, and its events have one home. */
export const HOME_REGIONS = ['us-east-1', 'us-gov-west-1', 'cn-north-1'] as const;

/** CloudTrail's events of new credentials, of calls that did not fail. */
const PATTERN = {
  source: ['aws.iam'],
  detailType: ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['iam.amazonaws.com'],
    errorCode: [{ exists: false }],
    $or: [
      { eventName: ['CreateUser', 'CreateLoginProfile', 'CreateAccessKey'] },
      { eventName: ['UpdateAccessKey'], requestParameters: { status: ['Active'] } },
    ],
  },
};

/**
 * Tells of new users, passwords and keys in the minute in which they are made; it has no IAM write. Only in the
 * region in which IAM's events are heard: elsewhere none of it is created.
 */
export class NewCredentialFunction extends Construct {
  /** Undefined where there is none. */
  readonly handler: IFunction | undefined;
  /** Under which it is there, if CloudFormation decides. */
  readonly condition: CfnCondition | undefined;

  constructor(scope: Construct, id: string, props: NewCredentialFunctionProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    if (Token.isUnresolved(region)) {
      this.handler = this.create(props);
      this.condition = this.onlyInHomeRegion();
    } else if (HOME_REGIONS.some((home) => home === region)) {
      this.handler = this.create(props);
    } else {
      warnElsewhere(this, region);
    }
  }

  private create({ settings, digest, records, encryption }: NewCredentialFunctionProps): IFunction {
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(encryption ? { encryptionKey: encryption.key } : {}),
    });
    const role = new Role(this, 'Role', {
      description: 'iam-lapse: tells of new IAM credentials; changes nothing',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const environment: NewCredentialEnvironment = {
      MODE_PARAMETER_NAME: settings.mode.parameterName,
      POLICY_PARAMETER_NAME: settings.policy.parameterName,
      DIGEST_TOPIC_ARN: digest.topic.topicArn,
      RECORD_BUCKET_NAME: records.bucket.bucketName,
    };
    const handler = new NodejsFunction(this, 'Function', {
      description: 'iam-lapse: tells of new IAM users, passwords and access keys',
      code: functionCode('new-credential/handler.ts'),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(1),
      // A retry could send the same mail twice. No digest tells of a new credential: an alarm tells of a lost mail.
      retryAttempts: 0,
      maxEventAge: Duration.hours(1),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadUsers',
        actions: ['iam:GetUser', 'iam:ListGroupsForUser', 'iam:ListMFADevices'],
        resources: [everyUser(this)],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'WriteLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    settings.grantRead(role);
    digest.grantPublish(role);
    records.grantReadLedger(role);
    encryption?.grantUse(role);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]',
      reason: 'A new user may have any name and any path',
    });
    new Rule(this, 'Rule', {
      description: 'iam-lapse: new IAM users, passwords and access keys; needs a trail of management events',
      eventPattern: PATTERN,
      targets: [new LambdaFunction(handler, { retryAttempts: 0, maxEventAge: Duration.hours(1) })],
    });
    return handler;
  }

  /** The template is for any region: CloudFormation decides where it stands. */
  private onlyInHomeRegion(): CfnCondition {
    const condition = new CfnCondition(this, 'HearsIam', {
      expression: Fn.conditionOr(...HOME_REGIONS.map((home) => Fn.conditionEquals(Aws.REGION, home))),
    });
    for (const construct of this.node.findAll()) {
      if (CfnResource.isCfnResource(construct)) construct.cfnOptions.condition = condition;
    }
    return condition;
  }
}

/** For a deployment to a region that is known to be another one. */
export function warnElsewhere(scope: Construct, region: string): void {
  Annotations.of(scope).addWarningV2(
    'iam-lapse:newCredentialNotices',
    `IAM's events are heard in ${HOME_REGIONS.join(', ')} alone: in ${region} there will be no notice of new credentials. Deploy there, or set newCredentialNotices to false.`,
  );
}
