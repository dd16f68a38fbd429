import { Duration, Validations } from 'aws-cdk-lib';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { SweepEnvironment } from '../lambda/environment';
import { createFunction, sharedEnvironment, type SharedResources } from './iam-lapse-function';
import { iamStatements, WHY_SO_WIDE } from './iam-permissions';

export interface SweepFunctionProps extends SharedResources {
  /** Leave out the IAM write actions. */
  readonly reportOnly: boolean;
}

/** The function that sweeps. Its role allows exactly what the function does. */
export class SweepFunction extends Construct {
  readonly function: NodejsFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: SweepFunctionProps) {
    super(scope, id);
    const { settings, digest, records, reportOnly } = props;
    const environment: SweepEnvironment = {
      ...sharedEnvironment(props),
      DEPLOYED_POLICY_SHA256: settings.policySha256,
      REPORT_ONLY: reportOnly ? 'true' : 'false',
    };
    const created = createFunction(this, {
      encryption: props.encryption,
      description: 'iam-lapse: the daily sweep',
      roleDescription: 'iam-lapse: judges IAM credentials and, unless report-only, disables stale ones',
      entry: 'sweep/handler.ts',
      memorySize: 512,
      // Lambda's maximum. The sweep stops by itself before; it defers and reports what is left.
      timeout: Duration.minutes(15),
      environment,
      statements: iamStatements(this, { reportOnly }),
      grant: (role) => {
        settings.grantRead(role);
        digest.grantPublishDigest(role);
        records.grantReadWriteRecords(role);
      },
    });
    this.function = created.function;
    this.logGroup = created.logGroup;
    Validations.of(created.role).acknowledge(...WHY_SO_WIDE);
  }
}
