import * as z from 'zod';
import { DAY } from '../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { RECORD_BUCKET, TOPIC_ARN } from '../../support/deployment';
import { aKey, aUser, type FakeAws, storeObject } from '../../support/fake-aws';
import { decides, type IamRequest, type Statement, statementsOf } from '../../support/iam-decision';
import { aLock } from '../../support/locks';
import { CENTRAL, ORGANIZATION } from '../../support/organization';
import { aSweptMember, organizationDays, type OrganizationDays } from '../../support/organization-days';
import type { Course } from '../../support/organization-machine';
import { readable, removeAssemblies, resourcesOf } from '../synth';
import { synthOrganization } from './an-organization';

// Both functions do their work in some days of an organization, and every call is held against the role of the template: no
// call is denied, and nothing is allowed that no call needs.

afterEach(closeAll);
afterAll(removeAssemblies);

const TEMPLATE = synthOrganization();
const BUCKET = `arn:aws:s3:::${RECORD_BUCKET}`;
const Named = z.looseObject({ Name: z.string() });

/** As CloudFormation resolves it in the fake central account. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if (!('Ref' in value || 'Fn::Join' in value || 'Fn::GetAtt' in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
  }
  let text = readable(value)
    .replaceAll('<AWS::Partition>', 'aws')
    .replaceAll('<AWS::Region>', 'us-east-1')
    .replaceAll('<AWS::AccountId>', CENTRAL)
    .replaceAll(/<OrganizationRecordsBucket\w+\.Arn>/g, BUCKET)
    .replaceAll(/<DigestTopic\w+>/g, TOPIC_ARN);
  for (const [id, { Properties }] of Object.entries(resourcesOf(TEMPLATE, 'AWS::SSM::Parameter'))) {
    text = text.replaceAll(`<${id}>`, Named.parse(Properties).Name);
  }
  return text;
}

const RolePolicy = z.looseObject({
  PolicyDocument: z.unknown(),
  Roles: z.array(z.object({ Ref: z.string() })),
});

/** Logs and KMS are not called by the function itself: Lambda and S3 do it in its name. */
const BY_OTHERS = /^(?:logs|kms):/;

function roleOf(id: string): Statement[] {
  return Object.values(resourcesOf(TEMPLATE, 'AWS::IAM::Policy'))
    .map(({ Properties }) => RolePolicy.parse(Properties))
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref.startsWith(id)))
    .flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument, resolved))
    .filter(({ Action }) => !Action.some((action) => BY_OTHERS.test(action)));
}

type Who = 'coordinator' | 'account';
const ROLES = { coordinator: roleOf('CoordinatorRole'), account: roleOf('AccountRole') };

/** What IAM is asked for a call of the function itself. Calls of its sessions are decided by the fake. */
function requestsOf({ service, action, params }: FakeAws['calls'][number]): IamRequest[] {
  const { Key: key = '', VersionId: version, RoleArn: role = '', executionArn = '' } = params;
  switch (service) {
    case 's3':
      if (action === 'ListObjectsV2') return [{ action: 's3:ListBucket', resource: BUCKET }];
      return [
        {
          action: version === undefined ? `s3:${action}` : 's3:GetObjectVersion',
          resource: `${BUCKET}/${key}`,
        },
      ];
    case 'ssm':
      return z
        .array(z.string())
        .parse(JSON.parse(params['Names'] ?? ''))
        .map((name) => ({
          action: `ssm:${action}`,
          resource: `arn:aws:ssm:us-east-1:${CENTRAL}:parameter${name}`,
        }));
    case 'sts':
      return [{ action: `sts:${action}`, resource: role, context: { 'aws:ResourceOrgID': ORGANIZATION } }];
    case 'sns':
      return [{ action: `sns:${action}`, resource: TOPIC_ARN }];
    case 'states':
      // The machine has the name of the stack there.
      return [
        {
          action: `states:${action}`,
          resource: executionArn.replace(/execution:[^:]+:/, 'execution:IamLapseOrganization:'),
        },
      ];
    case 'organizations':
      return [{ action: `organizations:${action}`, resource: '*' }];
    default:
      return [];
  }
}

/** One statement a permission, so that each can be found unused. */
function permissionsIn(statements: readonly Statement[]): Statement[] {
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      statement.Action.flatMap((action) =>
        (statement.Resource ?? []).map((resource) => ({
          ...statement,
          Action: [action],
          Resource: [resource],
        })),
      ),
    );
}

const textOf = ({ Action, Resource = [] }: Statement) => `${Action.join()} on ${Resource.join()}`;

const IDS = ['111111111111', '222222222222', '333333333333'] as const;
const [, SILENT, WITHOUT_PATHS] = IDS;

/** Notice, a lock, deeds, an account that does not act, an execution that is aborted, and a day without mail. */
async function someDays(): Promise<{ asked: ReadonlyMap<Who, IamRequest[]>; days: OrganizationDays }> {
  const clock = new TestClock(NOW, 30 * DAY);
  const users = (id: string) => [
    aUser({
      name: `user-${id}`,
      password: { createdAt: daysAgo(400) },
      keys: [aKey({ createdAt: daysAgo(400) })],
    }),
  ];
  const days = await organizationDays({
    clock,
    members: IDS.map((id) =>
      aSweptMember(id, users(id), { clock, ...(id === WITHOUT_PATHS && { withoutPaths: true }) }),
    ),
    policy: { limits: { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'oldest-first' } },
    organization: { accounts: [{ name: 'all', match: { ous: ['r-ab12'] }, mode: 'enforce' }] },
  });
  const bucket = days.central.buckets[RECORD_BUCKET];
  if (!bucket) throw new Error('no bucket');
  for (const [key, text] of Object.entries(aLock().records)) storeObject(bucket, key, text);
  const asked = new Map<Who, IamRequest[]>([
    ['coordinator', []],
    ['account', []],
  ]);
  let seen = 0;
  let who: Who = 'coordinator';
  const turn = (next: Who) => () => {
    for (const call of days.aws.calls.slice(seen)) asked.get(who)?.push(...requestsOf(call));
    seen = days.aws.calls.length;
    who = next;
  };
  const before = {
    freeze: turn('coordinator'),
    judge: turn('account'),
    allot: turn('coordinator'),
    act: turn('account'),
    tell: turn('coordinator'),
  };
  const run = (course: Course = {}) => days.execute({ ...course, before });
  await run();
  for (let day = 0; day < 8; day += 1) days.nextDay();
  await run();
  days.nextDay();
  await run({ lost: (id, phase) => id === SILENT && phase === 'act' });
  days.nextDay();
  await run({ abortAfter: 'judge' });
  days.nextDay();
  // The mail of the run before cannot go out either, so that each account looks into its own earlier answer.
  days.aws.faults.push({ service: 'sns', action: 'Publish', error: { code: 'InternalError', status: 500 } });
  await run();
  turn('coordinator')();
  return { asked, days };
}

it('no call of either function is denied, and no permission of either role is unused', async () => {
  const { asked, days } = await someDays();
  expect(days.disabled().length).toBeGreaterThan(0);
  for (const who of ['coordinator', 'account'] as const) {
    const requests = asked.get(who) ?? [];
    const role = ROLES[who];
    const denied = requests.filter(
      (request) => !decides('Allow', role, request) || decides('Deny', role, request),
    );
    const unused = permissionsIn(role)
      .filter((permission) => !requests.some((request) => decides('Allow', [permission], request)))
      .map(textOf);
    expect({ who, denied, unused }).toStrictEqual({ who, denied: [], unused: [] });
  }
});
