import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import * as z from 'zod';
import type { EmulatedAccount } from './emulated-account';
import type { Moto } from './moto';

/** The names of iam-lapse's resources in the account, without the CDK's own bootstrap. */
export interface Remains {
  readonly functions: readonly string[];
  readonly rules: readonly string[];
  readonly topics: readonly string[];
  readonly parameters: readonly string[];
  readonly roles: readonly string[];
  readonly logGroups: readonly string[];
  readonly buckets: readonly string[];
  /** KMS key ids. */
  readonly keys: readonly string[];
}

const Functions = z.object({ Functions: z.array(z.object({ FunctionName: z.string() })) });
const Rules = z.object({
  Rules: z.array(z.object({ Name: z.string(), ScheduleExpression: z.string().optional() })),
});
const LogGroups = z.object({ logGroups: z.array(z.object({ logGroupName: z.string() })) });
const Keys = z.object({ Keys: z.array(z.object({ KeyId: z.string() })) });

type Searched = Pick<EmulatedAccount, 'moto' | 'parameter'> & {
  readonly clients: Pick<EmulatedAccount['clients'], 'iam' | 'sns' | 's3'>;
};

export async function remainsIn(account: Searched): Promise<Remains> {
  const {
    moto,
    clients: { iam, sns, s3 },
  } = account;
  const { Topics: topics = [] } = await sns.send(new ListTopicsCommand({}));
  const { Roles: roles = [] } = await iam.send(new ListRolesCommand({}));
  const { Buckets: buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { Functions: functions } = Functions.parse(
    await (await moto.request('/2015-03-31/functions/', { service: 'lambda' })).json(),
  );
  const { logGroups } = LogGroups.parse(await jsonCall(moto, 'logs', 'Logs_20140328.DescribeLogGroups'));
  const { Keys: keys } = Keys.parse(await jsonCall(moto, 'kms', 'TrentService.ListKeys'));
  const parameters = ['/iam-lapse/mode', '/iam-lapse/organization', '/iam-lapse/policy'];
  const held = await Promise.all(parameters.map(async (name) => account.parameter(name)));
  return {
    functions: functions.map(({ FunctionName }) => FunctionName),
    rules: (await rulesOf(moto)).map(({ Name }) => Name),
    topics: topics.map(({ TopicArn = '' }) => TopicArn),
    parameters: parameters.filter((_name, index) => held[index] !== undefined),
    roles: ours(roles.map(({ RoleName = '' }) => RoleName)),
    logGroups: logGroups.map(({ logGroupName }) => logGroupName),
    buckets: ours(buckets.map(({ Name = '' }) => Name)),
    keys: keys.map(({ KeyId }) => KeyId),
  };
}

/** The expressions of scheduled rules. */
export async function schedulesIn({ moto }: Pick<EmulatedAccount, 'moto'>): Promise<string[]> {
  // Other rules match events and have no schedule.
  return (await rulesOf(moto)).flatMap(({ ScheduleExpression }) => ScheduleExpression ?? []);
}

async function rulesOf(moto: Moto): Promise<z.infer<typeof Rules>['Rules']> {
  return Rules.parse(await jsonCall(moto, 'events', 'AWSEvents.ListRules')).Rules;
}

/** These are named after the stack; the CDK's are not. */
function ours(names: readonly string[]): string[] {
  return names.filter((name) => /^iam-?lapse/i.test(name));
}

async function jsonCall(moto: Moto, service: string, target: string, input: unknown = {}): Promise<unknown> {
  const answer = await moto.request('/', {
    method: 'POST',
    service,
    headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(input),
  });
  return answer.json();
}
