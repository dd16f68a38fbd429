import { accountPorts } from '../../../lambda/aws/account-ports';
import { S3RecordStore } from '../../../lambda/aws/s3-record-store';
import { SnsDigestTopic } from '../../../lambda/aws/sns-digest-topic';
import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { policySha256 } from '../../../lambda/domain/settings';
import type { MemberAccess } from '../../../lambda/organization/ports';
import type { Ports } from '../../../lambda/ports';
import { parseInvocation } from '../../../lambda/sweep/invocation';
import { mailOutlet } from '../../../lambda/sweep/mail-digest';
import { sweep } from '../../../lambda/sweep/sweep';
import { NOW, policyText } from '../../support/builders';
import { TestClock } from '../../support/clock';
import { clientsOf, closeAll } from '../../support/clients';
import { RECORD_BUCKET, REQUEST_ID, SCHEDULED_EVENT, TOPIC_ARN, writesOf } from '../../support/deployment';
import { aBucket, aKey, aTopic, aUser, type FakeAws, type Fault } from '../../support/fake-aws';
import { aMember, CENTRAL, memberSessionsOf, serveOrganization } from '../../support/organization';
import { AT_ONCE } from '../../support/staff';

// The sweep of one account, with the credentials of a session in a member: nothing else may be touched.

afterEach(closeAll);
afterEach(() => {
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_REGION']) delete process.env[name];
});

const [ALPHA, BETA] = ['111111111111', '222222222222'] as const;
const POLICY = policyText(AT_ONCE);
const ago = (days: number) => NOW - days * DAY;

/** Both members have users of the same names. */
const users = () => [
  aUser({
    name: 'alice',
    password: { createdAt: ago(300) },
    passwordLastUsedAt: ago(60),
    keys: [
      aKey({
        id: 'AKIAZZZZZZZZSTALEKEY',
        createdAt: ago(200),
        lastUsed: { at: ago(60), region: 'us-east-1', service: 's3' },
      }),
    ],
  }),
];
const member = (id: string) => aMember(id, { account: { users: users(), report: { ageMs: 0 } } });

async function served(...faults: Fault[]) {
  const { aws, organization } = await serveOrganization({
    account: { buckets: { [RECORD_BUCKET]: aBucket() }, topics: { [TOPIC_ARN]: aTopic() } },
    members: [member(ALPHA), member(BETA)],
  });
  aws.faults.push(...faults);
  return { aws, organization };
}

/** Sweeps ALPHA as the account function will, in a session of this kind. */
async function sweepAlpha(aws: FakeAws, access: MemberAccess) {
  const { credentials } = await memberSessionsOf(aws).open(ALPHA, '20261120T070000Z', access);
  const { sns, s3 } = clientsOf(aws);
  const test = new TestClock(NOW);
  const clock = { now: test.now, elapsed: test.elapsed, sleep: test.sleep, remaining: () => 15 * MINUTE };
  const account = { id: ALPHA, partition: 'aws' };
  // The function's clients find AWS by the environment.
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.url, AWS_REGION: 'us-east-1' });
  const { signal: deadline } = new AbortController();
  const ports: Ports = {
    ...accountPorts({ account, region: 'us-east-1', credentials }, { clock, deadline, canWrite: true }),
    settings: {
      read: async () => ({
        mode: { name: 'mode', value: 'enforce' },
        policy: { name: 'policy', value: { text: POLICY, version: 1, sha256: policySha256(POLICY) } },
      }),
    },
    outlet: mailOutlet(new SnsDigestTopic(sns, TOPIC_ARN)),
    records: new S3RecordStore(s3, RECORD_BUCKET, account, 'us-east-1'),
    clock,
    log: () => {},
  };
  const invocation = parseInvocation(SCHEDULED_EVENT, { now: NOW, requestId: REQUEST_ID });
  return sweep(invocation, { account, deployedPolicySha256: policySha256(POLICY) }, ports).then(
    () => 'completed',
    (error: Error) => error.name,
  );
}

const WRITES = ['alice DeleteLoginProfile', 'alice UpdateAccessKey AKIAZZZZZZZZSTALEKEY Inactive'];

it('a member is swept in its own account, and recorded in its own folder', async () => {
  const { aws, organization } = await served();
  expect(await sweepAlpha(aws, 'act')).toBe('completed');
  expect(writesOf(aws)).toStrictEqual(WRITES);
  const beta = organization.members.find(({ account }) => account.id === BETA)?.account;
  expect(beta?.users[0]).toMatchObject({ password: {}, keys: [{ status: 'Active' }] });
  const keys = [...(aws.account.buckets[RECORD_BUCKET]?.objects.keys() ?? [])];
  expect(keys).not.toHaveLength(0);
  expect(keys.filter((key) => !key.startsWith(`${ALPHA}/`))).toStrictEqual([]);
});

it('only IAM and CloudTrail are asked in the member; the rest is the central account’s', async () => {
  const { aws } = await served();
  await sweepAlpha(aws, 'act');
  const places = new Set(aws.calls.map(({ service, account }) => `${service} ${account}`));
  expect([...places].toSorted()).toStrictEqual([
    `cloudtrail ${ALPHA}`,
    `iam ${ALPHA}`,
    `s3 ${CENTRAL}`,
    `sns ${CENTRAL}`,
    `sts ${CENTRAL}`,
  ]);
});

it('a session that is to judge denies each write, and the run says that its actions failed', async () => {
  const { aws, organization } = await served();
  expect(await sweepAlpha(aws, 'judge')).toBe('ActionsFailed');
  expect(writesOf(aws)).toStrictEqual(WRITES);
  expect(aws.writes().map(({ errorCode, applied }) => [errorCode, applied])).toStrictEqual([
    ['AccessDenied', false],
    ['AccessDenied', false],
  ]);
  for (const { account } of organization.members.filter((each) => each.account.users.length > 0)) {
    expect(account.users[0]).toMatchObject({ password: {}, keys: [{ status: 'Active' }] });
  }
});

it('another member’s throttles do not touch it', async () => {
  const { aws } = await served({ account: BETA, error: { code: 'Throttling', status: 400 } });
  expect(await sweepAlpha(aws, 'act')).toBe('completed');
});

it('its own faults halt it: it writes nothing', async () => {
  const { aws } = await served({
    account: ALPHA,
    service: 'iam',
    error: { code: 'AccessDenied', status: 403 },
  });
  expect(await sweepAlpha(aws, 'act')).toBe('SweepHalted');
  expect(aws.writes()).toStrictEqual([]);
});
