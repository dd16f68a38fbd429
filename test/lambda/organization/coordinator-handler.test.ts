import type { CoordinatorEnvironment } from '../../../lambda/environment';
import { handler } from '../../../lambda/organization/coordinator-handler';
import { policyText } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { MODE_PARAMETER, POLICY_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from '../../support/deployment';
import { aBucket, aTopic, type FakeAws } from '../../support/fake-aws';
import { CENTRAL, ORGANIZATION, serveOrganization } from '../../support/organization';
import { organizationText } from '../../support/organization-policies';
import { ORGANIZATION_PARAMETER } from '../../support/organization-ports';

// The composition root in this process; whole runs have tests of their own.

const EXECUTION = `arn:aws:states:us-east-1:${CENTRAL}:execution:iam-lapse-organization:one`;
const ENVIRONMENT: CoordinatorEnvironment = {
  MODE_PARAMETER_NAME: MODE_PARAMETER,
  POLICY_PARAMETER_NAME: POLICY_PARAMETER,
  ORGANIZATION_PARAMETER_NAME: ORGANIZATION_PARAMETER,
  DIGEST_TOPIC_ARN: TOPIC_ARN,
  RECORD_BUCKET_NAME: RECORD_BUCKET,
  DEPLOYED_POLICY_SHA256: 'a'.repeat(64),
  DEPLOYED_ORGANIZATION_SHA256: 'b'.repeat(64),
  REPORT_ONLY: 'false',
  ORGANIZATION_ID: ORGANIZATION,
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
async function deployed(environment: Partial<CoordinatorEnvironment> = {}): Promise<FakeAws> {
  const texts = {
    [MODE_PARAMETER]: 'dry-run',
    [POLICY_PARAMETER]: policyText(),
    [ORGANIZATION_PARAMETER]: organizationText(),
  };
  const { aws } = await serveOrganization({
    account: {
      now: Date.now,
      parameters: Object.fromEntries(
        Object.entries(texts).map(([name, value]) => [name, { value, version: 1 }]),
      ),
      topics: { [TOPIC_ARN]: aTopic() },
      buckets: { [RECORD_BUCKET]: aBucket() },
      executions: {},
    },
  });
  process.env = { ...before, ...aws.env, ...ENVIRONMENT, ...environment };
  return aws;
}

const step = (name: string, more: object) =>
  handler(
    { step: name, execution: { id: EXECUTION, startTime: new Date().toISOString() }, ...more },
    {
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'coordinator',
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:us-east-1:${CENTRAL}:function:coordinator`,
      memoryLimitInMB: '512',
      awsRequestId: '8f5e1c2a-0000-4000-8000-000000000000',
      logGroupName: 'coordinator',
      logStreamName: 'coordinator',
      getRemainingTimeInMillis: () => 600_000,
      done: () => {},
      fail: () => {},
      succeed: () => {},
    },
  );

it('puts the three steps together: accounts that nobody swept are told as not covered', async () => {
  const aws = await deployed();
  const run = await step('freeze', { input: {} });
  expect(run).toMatchObject({ status: 'frozen', bucket: RECORD_BUCKET, roster: { count: 2 } });
  const allotted = await step('allot', { run });
  expect(allotted).toMatchObject({ act: { count: 0 } });
  expect(await step('tell', { run: { ...run, ...allotted } })).toMatchObject({
    status: 'not-covered',
    cause: expect.stringMatching(/^2 of 2 accounts not covered; s3:/),
  });
  expect(aws.account.topics[TOPIC_ARN]?.published).toHaveLength(1);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'ERROR', event: 'organization-end', trigger: 'manual', published: true },
  ]);
});

it('asks Step Functions whether the run that has the organization lives', async () => {
  const aws = await deployed();
  await step('freeze', { input: {} });
  const other = { execution: { id: `${EXECUTION}-more`, startTime: new Date().toISOString() }, input: {} };
  await expect(step('freeze', other)).rejects.toMatchObject({ name: 'SweepHalted' });
  expect(aws.calls.map(({ action }) => action)).toContain('DescribeExecution');
});

it.each([
  ['an unknown step', { step: 'act' }],
  ['no run', { step: 'allot' }],
  ['a run without pins', { step: 'tell', run: { runId: '20261120T070000Z' } }],
  ['no execution', { step: 'freeze', execution: undefined }],
  [
    'an execution that is none',
    { step: 'freeze', execution: { id: 'one', startTime: '2026-11-20T07:00:00Z' } },
  ],
])('refuses an event with %s', async (_, event) => {
  const aws = await deployed();
  await expect(step('freeze', event)).rejects.toMatchObject({ name: 'InvalidInvocation' });
  expect(aws.calls).toEqual([]);
});

it.each([
  ['a mode to enforce', { mode: 'enforce' }],
  ['an account that is none', { accounts: ['all'] }],
  ['an account twice', { accounts: ['111111111111', '111111111111'] }],
  ['no account', { accounts: [] }],
  ['more than it knows', { runId: '20261120T070000Z' }],
])('refuses an input with %s', async (_, input) => {
  const aws = await deployed();
  await expect(step('freeze', { input })).rejects.toMatchObject({ name: 'InvalidInvocation' });
  expect(aws.calls).toEqual([]);
});

it('asks nobody anything when its environment is not what the stack set', async () => {
  const aws = await deployed({ ORGANIZATION_ID: '' });
  await expect(step('freeze', { input: {} })).rejects.toThrow('ORGANIZATION_ID');
  expect(aws.calls).toEqual([]);
});
