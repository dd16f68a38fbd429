import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { NewCredentialEnvironment } from '../lambda/environment';
import type { DigestTopic } from './digest-topic';
import type { EncryptionKey } from './encryption-key';
import type { RecordBucket } from './record-bucket';
import type { Settings } from './settings';

const ROOT = join(__dirname, '..');

/** The resources that both functions of a single account use. */
export interface SharedResources {
  readonly settings: Settings;
  readonly digest: DigestTopic;
  readonly records: RecordBucket;
  /** @default - AWS's own keys encrypt the logs */
  readonly encryption?: EncryptionKey | undefined;
}

export interface IamLapseFunctionProps {
  readonly description: string;
  readonly roleDescription: string;
  /**
   * A fixed name, where somebody else must know it beforehand.
   * @default - CloudFormation gives the role a name
   */
  readonly roleName?: string;
  /** The handler's file in `lambda/`. */
  readonly entry: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  /** The role's permissions that belong to no construct of the stack, such as those in IAM. */
  readonly statements: readonly PolicyStatement[];
  /** Grants access to settings, topic and records, which the functions use differently. */
  readonly grant: (role: Role) => void;
  /** @default - AWS's own keys encrypt the logs */
  readonly encryption?: EncryptionKey | undefined;
}

export interface IamLapseFunction {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;
}

const BUNDLING: BundlingOptions = {
  minify: true,
  sourceMap: true,
  sourcesContent: false,
  logLevel: LogLevel.WARNING,
  target: 'node24',
  // The SDK of package-lock.json, not the one that Lambda happens to have.
  bundleAwsSDK: true,
  // The SDK's ES modules: esbuild can leave out what the function does not use.
  mainFields: ['module', 'main'],
  // Packages of the SDK that the functions never use, and their replacements; each file says why. esbuild resolves the
  // paths from the project's root.
  esbuildArgs: {
    '--alias:@aws-sdk/credential-provider-node': './lib/bundle/lambda-credentials.ts',
    '--alias:@smithy/core/event-streams': './lib/bundle/no-event-streams.ts',
  },
};

/** The variables that both functions of a single account have. */
export function sharedEnvironment({ settings, digest, records }: SharedResources): NewCredentialEnvironment {
  return {
    MODE_PARAMETER_NAME: settings.mode.parameterName,
    POLICY_PARAMETER_NAME: settings.policy.parameterName,
    DIGEST_TOPIC_ARN: digest.topic.topicArn,
    RECORD_BUCKET_NAME: records.bucket.bucketName,
  };
}

/** Adds a Lambda function to `scope`, with its own log group and a role that has the listed permissions alone. */
export function createFunction(scope: Construct, props: IamLapseFunctionProps): IamLapseFunction {
  const { encryption } = props;
  const logGroup = new LogGroup(scope, 'Logs', {
    // The dashboard shows the same period.
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(encryption ? { encryptionKey: encryption.key } : {}),
  });
  const role = new Role(scope, 'Role', {
    ...(props.roleName !== undefined && { roleName: props.roleName }),
    description: props.roleDescription,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
  });
  const lambdaFunction = new NodejsFunction(scope, 'Function', {
    description: props.description,
    entry: join(ROOT, 'lambda', props.entry),
    // Absolute, so that synthesis works from any directory.
    projectRoot: ROOT,
    depsLockFilePath: join(ROOT, 'package-lock.json'),
    bundling: BUNDLING,
    handler: 'handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize,
    timeout: props.timeout,
    // A retry could send the same mail twice. An alarm reports a failure.
    retryAttempts: 0,
    maxEventAge: Duration.hours(1),
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // With source maps, stack traces in the log name our own files.
    environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
  });
  for (const statement of props.statements) role.addToPolicy(statement);
  role.addToPolicy(
    new PolicyStatement({
      sid: 'WriteLogs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  props.grant(role);
  encryption?.grantUse(role);
  return { function: lambdaFunction, role, logGroup };
}
