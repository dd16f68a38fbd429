import { handler } from '../../../lambda/sweep/handler';
import type { SweepEnvironment } from '../../../lambda/environment';
import { ACCOUNT } from '../../support/builders';
import { closeAll, serve } from '../../support/clients';
import {
  aDeployedAccount,
  type DeployedOptions,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  RECORD_BUCKET,
  TOPIC_ARN,
} from '../../support/deployment';
import { aKey, aUser, type FakeAws } from '../../support/fake-aws';
import { AT_ONCE } from '../../support/staff';

// The composition root in this process; the bundle that is deployed has its own test.

const KEY = 'AKIAZZZZZZZZSTALEKEY';
const ENVIRONMENT: SweepEnvironment = {
  MODE_PARAMETER_NAME: MODE_PARAMETER,
  POLICY_PARAMETER_NAME: POLICY_PARAMETER,
  DIGEST_TOPIC_ARN: TOPIC_ARN,
  RECORD_BUCKET_NAME: RECORD_BUCKET,
  DEPLOYED_POLICY_SHA256: 'a'.repeat(64),
  REPORT_ONLY: 'false',
};
const before = { ...process.env };
const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});
afterEach(async () => {
  jest.restoreAllMocks();
  process.env = { ...before };
  await closeAll();
});

/** The function's own clock is the real one, and so is this account's. */
async function deployed(
  environment: Partial<SweepEnvironment> = {},
  policy: DeployedOptions['policy'] = AT_ONCE,
): Promise<FakeAws> {
  const users = [aUser({ name: 'alice', keys: [aKey({ id: KEY })] })];
  const aws = await serve(aDeployedAccount({ users, mode: 'enforce', policy }));
  process.env = { ...before, ...aws.env, ...ENVIRONMENT, ...environment };
  return aws;
}

/** What Lambda tells the function about one invocation: the parts that it asks for. */
function invoke(event: unknown, region = 'us-east-1'): ReturnType<typeof handler> {
  return handler(event, {
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'sweep',
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${ACCOUNT.id}:function:sweep`,
    memoryLimitInMB: '512',
    awsRequestId: '8f5e1c2a-0000-4000-8000-000000000000',
    logGroupName: 'sweep',
    logStreamName: 'sweep',
    getRemainingTimeInMillis: () => 600_000,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  });
}

it('puts a sweep together that enforces, and ends it with one line in the log', async () => {
  const aws = await deployed();
  expect(await invoke({})).toMatchObject({ mode: 'enforce', status: 'completed', counts: { disabled: 1 } });
  expect(aws.writes().map(({ params }) => params['AccessKeyId'])).toEqual([KEY]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'INFO', event: 'sweep-end' }]);
});

it('asks the event history in the region of the function and in that of IAM, if the policy says so', async () => {
  const aws = await deployed({}, { ...AT_ONCE, evidence: true });
  expect(await invoke({}, 'eu-west-1')).toMatchObject({ status: 'completed', counts: { disabled: 1 } });
  const asked = aws.calls.filter(({ action }) => action === 'LookupEvents');
  expect(asked.map(({ region }) => region).toSorted()).toEqual(['eu-west-1', 'us-east-1']);
});

it('has no writer when the stack was deployed with reportOnly', async () => {
  const aws = await deployed({ REPORT_ONLY: 'true' });
  await expect(invoke({})).rejects.toMatchObject({ name: 'SweepHalted', reason: 'report-only' });
  expect(aws.writes()).toEqual([]);
});

it('asks nobody anything when its environment is not what the stack set', async () => {
  const aws = await deployed({ RECORD_BUCKET_NAME: '' });
  await expect(invoke({})).rejects.toThrow('RECORD_BUCKET_NAME');
  expect(aws.calls).toEqual([]);
});
