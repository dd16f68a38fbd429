import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { MODE_PARAMETER, POLICY_PARAMETER, RECORD_BUCKET, TOPIC_ARN } from '../../support/deployment';
import { aUser, type FakeAws } from '../../support/fake-aws';
import { decides, type IamRequest, statementsOf } from '../../support/iam-decision';
import { CENTRAL, ORGANIZATION } from '../../support/organization';
import { aSweptMember, organizationDays } from '../../support/organization-days';
import { ENFORCE_ALL, SHORT_NOTICE } from '../../support/organization-policies';
import { ORGANIZATION_PARAMETER } from '../../support/organization-ports';
import { readable, resourcesOf } from '../synth';
import { synthOrganization } from './an-organization';

// What the two functions really ask for in whole runs, against the policies of their roles and of the bucket: the fake AWS
// lets the central account do everything.

afterEach(closeAll);

type Call = FakeAws['calls'][number];

/** As CloudFormation resolves it in the central account. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!('Ref' in value || 'Fn::Join' in value || 'Fn::GetAtt' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
  }
  return readable(value)
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>', 'us-east-1')
    .replaceAll('<AWS::AccountId>', CENTRAL)
    .replaceAll(/<OrganizationRecordsBucket\w+\.Arn>/g, `arn:aws:s3:::${RECORD_BUCKET}`)
    .replaceAll(/<DigestTopic\w+>/g, TOPIC_ARN)
    .replaceAll(/<SettingsSweepMode\w+>/g, MODE_PARAMETER)
    .replaceAll(/<SettingsSweepPolicy\w+>/g, POLICY_PARAMETER)
    .replaceAll(/<SettingsOrganization\w+>/g, ORGANIZATION_PARAMETER);
}

const named = (template: Template, type: string, id: string) =>
  Object.entries(resourcesOf(template, type)).find(([each]) => each.startsWith(id))?.[1].Properties ?? {};

/** What S3 calls by another name than its API. */
const ACTIONS: Readonly<Record<string, string>> = { ListObjectsV2: 'ListBucket' };

function requestsOf({ service, action, params }: Call): IamRequest[] {
  const { Bucket: bucket, Key: key, VersionId: version } = params;
  switch (service) {
    case 's3': {
      const name = action === 'GetObject' && version !== undefined ? 'GetObjectVersion' : ACTIONS[action];
      const resource = `arn:aws:s3:::${bucket}${key === undefined || key === '' ? '' : `/${key}`}`;
      return [{ action: `s3:${name ?? action}`, resource }];
    }
    case 'ssm':
      return z
        .array(z.string())
        .parse(JSON.parse(String(params['Names'])))
        .map((name) => ({
          action: `ssm:${action}`,
          resource: `arn:aws:ssm:us-east-1:${CENTRAL}:parameter${name}`,
        }));
    case 'sns':
      return [{ action: `sns:${action}`, resource: TOPIC_ARN }];
    case 'sts':
      return [
        {
          action: `sts:${action}`,
          resource: String(params['RoleArn']),
          context: { 'aws:ResourceOrgID': ORGANIZATION },
        },
      ];
    default:
      return [{ action: `${service}:${action}`, resource: params['executionArn'] ?? '*' }];
  }
}

const template = synthOrganization();
const BUCKET_POLICY = statementsOf(
  named(template, 'AWS::S3::BucketPolicy', 'OrganizationRecords')['PolicyDocument'],
  resolved,
).filter(({ Sid }) => Sid !== undefined);

/** What one role is allowed of these requests: its own policy, and nothing that either policy denies. */
function denied(role: 'Coordinator' | 'Account', calls: readonly Call[]): string[] {
  const own = statementsOf(
    named(template, 'AWS::IAM::Policy', `${role}RoleDefaultPolicy`)['PolicyDocument'],
    resolved,
  );
  const { RoleName: name } = named(template, 'AWS::IAM::Role', `${role}Role`);
  const context = { 'aws:PrincipalArn': `arn:aws:iam::${CENTRAL}:role/${String(name)}` };
  const isAllowed = (request: IamRequest) => {
    const whole = { ...request, context: { ...request.context, ...context } };
    const denies = [...own, ...(request.action.startsWith('s3:') ? BUCKET_POLICY : [])];
    return decides('Allow', own, whole) && !decides('Deny', denies, whole);
  };
  const requests = calls.flatMap(requestsOf).filter((request) => !isAllowed(request));
  return [...new Set(requests.map(({ action, resource }) => `${action} on ${resource}`))];
}

/** The calls of each function over two days: one announces, one acts. */
async function callsOfTwoDays() {
  const clock = new TestClock(NOW);
  const users = () => [aUser({ name: 'alice', password: { createdAt: daysAgo(400) } })];
  const days = await organizationDays({
    clock,
    members: ['111111111111', '222222222222'].map((id) => aSweptMember(id, users(), { clock })),
    organization: ENFORCE_ALL,
    policy: SHORT_NOTICE,
  });
  const marks: number[] = [];
  const mark = () => void marks.push(days.aws.calls.length);
  const before = { freeze: mark, judge: mark, allot: mark, act: mark, tell: mark };
  for (let day = 0; day < 2; day += 1) {
    expect(await days.execute({ before })).toMatchObject({ status: 'completed' });
    days.nextDay();
  }
  expect(days.disabled()).toHaveLength(2);
  const steps = marks.map((start, index) => days.aws.calls.slice(start, marks[index + 1]));
  // Freeze, Judge, Allot, Act and Tell, each day. What a session asks in a member is for the member's role to allow.
  const of = (isAccount: boolean) =>
    steps
      .filter((_, index) => [1, 3].includes(index % 5) === isAccount)
      .flat()
      .filter(({ service }) => service !== 'iam' && service !== 'cloudtrail');
  return { coordinator: of(false), account: of(true) };
}

describe('whole runs, one of which acts', () => {
  it('ask for nothing that the roles and the bucket do not allow', async () => {
    const { coordinator, account } = await callsOfTwoDays();
    expect(denied('Coordinator', coordinator)).toStrictEqual([]);
    expect(denied('Account', account)).toStrictEqual([]);
  });

  it('would not be allowed with the roles exchanged', async () => {
    const { coordinator, account } = await callsOfTwoDays();
    expect(denied('Account', coordinator)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^organizations:ListAccounts /),
        expect.stringMatching(/^s3:PutObject .*\/111111111111\/.*\/told\.json$/),
        expect.stringMatching(/^s3:PutObject .*\/organization\/ledger\.json$/),
        expect.stringMatching(/^s3:PutObject .*\/roster\.json$/),
        expect.stringMatching(/^sns:Publish /),
        expect.stringMatching(/^ssm:GetParameters .*\/iam-lapse\/policy$/),
      ]),
    );
    expect(denied('Coordinator', account)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^sts:AssumeRole /),
        expect.stringMatching(/^s3:PutObject .*\/111111111111\/ledger\.json$/),
        expect.stringMatching(/^s3:PutObject .*\/organization\/answers\/.*111111111111\.json$/),
      ]),
    );
  });
});
