import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { ORGANIZATION_PARAMETER } from '../../lambda/domain/organization/policy/parse';
import { Limits } from '../../lambda/domain/policy/schema';
import { OrganizationStack } from '../../lib/organization/organization-stack';
import { cdkJsonContext } from '../../test/lib/cdk-json';
import { readable, resourcesOf } from '../../test/lib/synth';
import { POLICY_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from '../../test/support/deployment';
import { ORGANIZATION } from '../../test/support/organization';
import type { Priced } from './costs';
import { Machine } from './transitions';

const ROOT_UNIT = 'r-ab12';

/** What a deployment of an organization puts into Lambda and Step Functions. */
export interface Deployment {
  /** The bundles, by function. */
  readonly files: Readonly<Record<'coordinator' | 'account', string>>;
  /** Of both functions together: where both have a variable, its value is the same. */
  readonly environment: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** The texts of the parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What the whole organization may disable in a day. */
  readonly limits: Limits;
  /** And each account. */
  readonly accountLimit: number;
  /** How many of them the stack has, for those with a price of their own. */
  readonly priced: Priced;
  readonly remove: () => void;
}

const Function = z.looseObject({
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const Assets = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});
const Limited = z.looseObject({ limits: Limits });

/** Synthesizes the stack with bundling, which takes seconds. The shipped settings, but every account enforces. */
export function synthesizedOrganization(): Deployment {
  const outdir = mkdtempSync(join(tmpdir(), 'iam-lapse-bench-'));
  const shipped = (file: string) => readFileSync(join(__dirname, '..', '..', file), 'utf8');
  const policyText = shipped('policy.json');
  const organization: unknown = JSON.parse(shipped('organization.json'));
  const organizationText = JSON.stringify({
    ...Object(organization),
    accounts: [{ name: 'all', match: { ous: [ROOT_UNIT] }, mode: 'enforce' }],
  });
  const app = new App({ outdir, context: cdkJsonContext(), builtinCloudFormationValidation: false });
  const stack = new OrganizationStack(app, 'IamLapseOrganization', {
    emails: [],
    schedule: 'cron(0 7 * * ? *)',
    policyText,
    organizationText,
    organizationId: ORGANIZATION,
    organizationalUnits: [ROOT_UNIT],
  });
  const template = Template.fromStack(stack);
  const { files } = Assets.parse(
    JSON.parse(readFileSync(join(outdir, `${stack.artifactId}.assets.json`), 'utf8')),
  );
  const functions = Object.entries(resourcesOf(template, 'AWS::Lambda::Function'));
  const named = (name: string) => {
    const [, found] = functions.find(([id]) => id.startsWith(name)) ?? [];
    const { Code, Environment } = Function.parse(found?.Properties);
    const asset = files[Code.S3Key.replace('.zip', '')];
    if (!asset) throw new Error(`no asset of ${name}`);
    return { file: join(outdir, asset.source.path, 'index.js'), variables: Environment.Variables };
  };
  const coordinator = named('CoordinatorFunction');
  const account = named('AccountFunction');
  const valueOf = (value: unknown): string => {
    const ref = z.strictObject({ Ref: z.string() }).safeParse(value).data?.Ref;
    if (ref === undefined) return z.string().parse(value);
    const { Type, Properties } = z
      .looseObject({ Type: z.string(), Properties: z.looseObject({}) })
      .parse(template.toJSON()['Resources'][ref]);
    if (Type === 'AWS::SNS::Topic') return TOPIC_ARN;
    if (Type === 'AWS::S3::Bucket') return RECORD_BUCKET;
    if (Type === 'AWS::SSM::Parameter') return z.string().parse(Properties['Name']);
    throw new Error(`the environment refers to ${ref}, which is ${Type}: resolve it here`);
  };
  const counted = (type: string) => Object.keys(template.findResources(type)).length;
  const [machine] = Object.values(resourcesOf(template, 'AWS::StepFunctions::StateMachine'));
  return {
    files: { coordinator: coordinator.file, account: account.file },
    environment: Object.fromEntries(
      Object.entries({ ...coordinator.variables, ...account.variables }).map(([name, value]) => [
        name,
        valueOf(value),
      ]),
    ),
    machine: Machine.parse(JSON.parse(readable(machine?.Properties['DefinitionString']))),
    parameters: { [POLICY_PARAMETER]: policyText, [ORGANIZATION_PARAMETER]: organizationText },
    limits: Limited.parse(organization).limits,
    accountLimit: Limited.parse(JSON.parse(policyText)).limits.maxDisabledPerDay,
    priced: {
      keys: counted('AWS::KMS::Key'),
      alarms: counted('AWS::CloudWatch::Alarm'),
      metrics: counted('AWS::Logs::MetricFilter'),
      dashboards: counted('AWS::CloudWatch::Dashboard'),
    },
    remove: () => rmSync(outdir, { recursive: true }),
  };
}
