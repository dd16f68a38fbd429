import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DeleteLoginProfileCommand,
  GetUserCommand,
  type IAMClient,
  ListUsersCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { sessionName } from '../../../lambda/aws/member-credentials';
import { sessionPolicy } from '../../../lambda/aws/session-policy';
import { judgingStatements, sweepStatements } from '../../../lambda/domain/iam-statements';
import { WRITES } from '../../../lambda/domain/iam-actions';
import type { MemberAccess, MemberSession, MemberUnreachable } from '../../../lambda/organization/ports';
import { NOW } from '../../support/builders';
import { closeAll, onClose } from '../../support/clients';
import { aBucket, aKey, aUser, type Fault } from '../../support/fake-aws';
import {
  aMember,
  aMemberRole,
  CENTRAL,
  iamOf,
  memberSessionsOf,
  serveOrganization,
} from '../../support/organization';
import { queryAnswer, serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const [ALPHA, BETA] = ['111111111111', '222222222222'] as const;
const RUN = '20261120T070000Z';
const KEY = 'AKIAZZZZZZZZSTALEKEY';
const UserName = 'alice';

/** The two members have a user of the same name. */
const alice = () =>
  aUser({ name: UserName, path: '/team/', password: { createdAt: 0 }, keys: [aKey({ id: KEY })] });
const members = () => [
  aMember(ALPHA, { account: { users: [alice()] } }),
  aMember(BETA, { account: { users: [alice()] } }),
];

async function opened(access: MemberAccess, options: Parameters<typeof serveOrganization>[0] = {}) {
  const served = await serveOrganization({ members: members(), ...options });
  const session = await memberSessionsOf(served.aws).open(ALPHA, RUN, access);
  return { ...served, session, iam: iamOf(served.aws, session) };
}

const write = (iam: IAMClient) => [
  iam.send(new DeleteLoginProfileCommand({ UserName })),
  iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: KEY, Status: 'Inactive' })),
];

describe('a session', () => {
  it('is in the member, under a name that says the run, for twenty minutes', async () => {
    const { aws, session } = await opened('judge');
    expect(session.credentials.expiration).toStrictEqual(new Date(NOW + 1_200_000));
    expect(aws.calls[0]).toMatchObject({
      account: CENTRAL,
      action: 'AssumeRole',
      params: {
        RoleArn: `arn:aws:iam::${ALPHA}:role/iam-lapse-member`,
        RoleSessionName: `iam-lapse-${RUN}`,
        DurationSeconds: '1200',
      },
    });
    const sts = new STSClient({ ...aws.clientConfig, credentials: session.credentials });
    onClose(() => sts.destroy());
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ALPHA,
      Arn: `arn:aws:sts::${ALPHA}:assumed-role/iam-lapse-member/iam-lapse-${RUN}`,
    });
  });

  it('reads that member, and no other', async () => {
    const { aws, iam } = await opened('judge');
    expect((await iam.send(new GetUserCommand({ UserName }))).User?.Arn).toBe(
      `arn:aws:iam::${ALPHA}:user/team/${UserName}`,
    );
    expect(aws.calls.map(({ account }) => account)).toStrictEqual([CENTRAL, ALPHA]);
  });

  it('that is to act disables there, and nowhere else', async () => {
    const { organization, iam } = await opened('act');
    await Promise.all(write(iam));
    const users = organization.members.flatMap(({ account }) => account.users);
    expect(users.map(({ password, keys }) => [password !== undefined, keys[0]?.status])).toStrictEqual([
      [false, 'Inactive'],
      [true, 'Active'],
    ]);
  });

  it('that is to judge cannot write, whatever the code tries', async () => {
    const { aws, iam } = await opened('judge');
    for (const tried of await Promise.allSettled(write(iam))) {
      expect(tried).toMatchObject({ status: 'rejected', reason: { name: 'AccessDenied' } });
    }
    expect(aws.writes().map(({ applied }) => applied)).toStrictEqual([false, false]);
  });

  it.each<MemberAccess>(['judge', 'act'])(
    'to %s reads CloudTrail, and nothing beside the sweep',
    async (access) => {
      const { aws, session, iam } = await opened(access, {
        account: { buckets: { records: aBucket({ a: 'b' }) } },
      });
      const config = { ...aws.clientConfig, credentials: session.credentials, maxAttempts: 1 };
      const [cloudTrail, s3] = [new CloudTrailClient(config), new S3Client(config)];
      onClose(() => [cloudTrail, s3].forEach((client) => client.destroy()));
      const lookUp = new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateLoginProfile' }],
      });
      expect(await cloudTrail.send(lookUp)).toMatchObject({ Events: [] });
      await expect(s3.send(new GetObjectCommand({ Bucket: 'records', Key: 'a' }))).rejects.toThrow(
        /not authorized/,
      );
      await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
    },
  );

  it('ends', async () => {
    let now = NOW;
    const { iam } = await opened('judge', {
      members: [aMember(ALPHA, { account: { users: [alice()], now: () => now } })],
    });
    now += 1_200_000;
    await expect(iam.send(new GetUserCommand({ UserName }))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it('is nobody’s without its token', async () => {
    const { aws, session } = await opened('act');
    const { sessionToken: _, ...permanent } = session.credentials;
    const stolen: MemberSession = { ...session, credentials: { ...permanent, sessionToken: 'another' } };
    await Promise.allSettled(write(iamOf(aws, stolen)));
    expect(aws.writes()).toMatchObject([
      { account: 'unknown', errorCode: 'InvalidClientTokenId', applied: false },
      { account: 'unknown', errorCode: 'InvalidClientTokenId', applied: false },
    ]);
  });

  it('has the throttles and faults of its own account', async () => {
    const { aws } = await serveOrganization({ members: members() });
    aws.faults.push({ account: BETA, service: 'iam', error: { code: 'Throttling', status: 400 } });
    const sessions = memberSessionsOf(aws);
    const [alpha, beta] = [await sessions.open(ALPHA, RUN, 'judge'), await sessions.open(BETA, RUN, 'judge')];
    expect(await iamOf(aws, alpha).send(new GetUserCommand({ UserName }))).toMatchObject({
      User: { UserName },
    });
    await expect(iamOf(aws, beta).send(new GetUserCommand({ UserName }))).rejects.toMatchObject({
      name: 'Throttling',
    });
  });
});

describe('a member that lets nobody in is unreachable', () => {
  const SOMEBODY = `arn:aws:iam::${CENTRAL}:role/somebody`;
  const failureOf = async (
    options: Parameters<typeof serveOrganization>[0],
    caller: Parameters<typeof memberSessionsOf>[1] = {},
    ...faults: Fault[]
  ): Promise<MemberUnreachable> => {
    const { aws, organization } = await serveOrganization({ members: members(), ...options });
    organization.callers.set('SOMEBODY', SOMEBODY);
    aws.faults.push(...faults);
    return memberSessionsOf(aws, caller)
      .open(ALPHA, RUN, 'judge')
      .then(
        () => {
          throw new Error('it has let us in');
        },
        (error: MemberUnreachable) => error,
      );
  };

  it.each<[string, Parameters<typeof serveOrganization>[0], Parameters<typeof memberSessionsOf>[1]]>([
    ['without the role', { members: [aMember(ALPHA, { account: { roles: [] } })] }, {}],
    [
      'whose role trusts another role',
      { members: [aMember(ALPHA, { account: { roles: [aMemberRole(ALPHA, 'other')] } })] },
      {},
    ],
    ['whose role trusts another organization', { id: 'o-zzzzzzzzzz' }, {}],
    ['asked by another role of the central account', {}, { accessKeyId: 'SOMEBODY' }],
    ['that is suspended', { members: [aMember(ALPHA, { state: 'SUSPENDED' })] }, {}],
    ['that is not in the organization', { members: [] }, {}],
  ])('%s', async (_, options, caller) => {
    const failure = await failureOf(options, caller);
    expect(failure).toMatchObject({ name: 'MemberUnreachable', reason: 'denied' });
    expect(failure.message).toMatch(
      /^account 111111111111: there is no role iam-lapse-member, its trust policy .* SCP denies it; AssumeRole failed: AccessDenied: User: /,
    );
  });

  it.each<[string, Fault, string, RegExp]>([
    ['throttled', { error: { code: 'Throttling', status: 400 } }, 'throttled', /STS is throttled/],
    [
      'a region that is off',
      { error: { code: 'RegionDisabledException', status: 403 } },
      'regionDisabled',
      /STS is not activated in this region for that account/,
    ],
    [
      'no room for the policy',
      { error: { code: 'PackedPolicyTooLarge', status: 400 } },
      'policyTooLarge',
      /no room for the session policy/,
    ],
    ['a page of HTML', { html: true }, 'failed', /AssumeRole returned an unexpected response/],
    ['nothing', { emptyBody: true }, 'failed', /AssumeRole returned an unexpected response/],
    ['a reset', { reset: true }, 'failed', /AssumeRole failed/],
    ['an error of STS', { error: { code: 'InternalFailure', status: 500 } }, 'failed', /InternalFailure/],
  ])('when STS answers with %s', async (_, fault, reason, message) => {
    const failure = await failureOf({}, {}, { service: 'sts', ...fault });
    expect(failure).toMatchObject({ name: 'MemberUnreachable', reason });
    expect(failure.message).toMatch(message);
  });

  it('but not when STS throttles and then answers', async () => {
    const { aws } = await serveOrganization({ members: members() });
    aws.faults.push({ service: 'sts', times: 2, error: { code: 'Throttling', status: 400 } });
    const session = await memberSessionsOf(aws, { maxAttempts: 8 }).open(ALPHA, RUN, 'judge');
    expect(session.credentials.accessKeyId).toMatch(/^ASIA/);
  });

  it.each([
    ['another account', `arn:aws:sts::${BETA}:assumed-role/iam-lapse-member/iam-lapse-${RUN}`],
    ['another role', `arn:aws:sts::${ALPHA}:assumed-role/admin/iam-lapse-${RUN}`],
  ])('when the session is one in %s', async (_, arn) => {
    const credentials =
      '<Credentials><AccessKeyId>ASIAFAKE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>' +
      '<SessionToken>t</SessionToken><Expiration>2026-11-20T08:00:00Z</Expiration></Credentials>';
    const aws = await serveScript(
      'text/xml',
      queryAnswer('AssumeRole', `${credentials}<AssumedRoleUser><Arn>${arn}</Arn></AssumedRoleUser>`),
    );
    const failure = memberSessionsOf(aws).open(ALPHA, RUN, 'act');
    await expect(failure).rejects.toMatchObject({ reason: 'failed' });
    await expect(failure).rejects.toThrow(`a session of ${arn}`);
  });
});

describe('the session policy', () => {
  const member = { id: ALPHA, partition: 'aws' };
  const actionsOf = (access: MemberAccess) => JSON.stringify(JSON.parse(sessionPolicy(member, access)));

  it('has the statements of a sweep', () => {
    const [judge, act] = [actionsOf('judge'), actionsOf('act')];
    for (const { actions } of sweepStatements({ reportOnly: false })) {
      for (const action of actions) expect(act).toContain(`"${action}"`);
    }
    for (const { actions } of judgingStatements()) {
      for (const action of actions) expect(judge).toContain(`"${action}"`);
    }
    expect(WRITES.filter((action) => judge.includes(action))).toStrictEqual([]);
  });

  // STS takes 2,048 characters, and packs them into a room that it does not document: half of it is kept free.
  it.each<MemberAccess>(['judge', 'act'])('to %s has at most 1,024 characters of ASCII', (access) => {
    const policy = sessionPolicy(member, access);
    expect(policy.length).toBeLessThanOrEqual(1_024);
    expect(policy).toMatch(/^[ -~]+$/);
  });

  it('is about the users of that member in its partition', () => {
    expect(sessionPolicy({ id: BETA, partition: 'aws-cn' }, 'act')).toContain(
      `"arn:aws-cn:iam::${BETA}:user/*"`,
    );
  });
});

describe('the name of the session', () => {
  it.each([
    [RUN, `iam-lapse-${RUN}`],
    ['2026:11 20/ä', 'iam-lapse-2026-11-20--'],
    ['x'.repeat(80), `iam-lapse-${'x'.repeat(54)}`],
  ])('of run %s has only characters that STS takes', (runId, name) => {
    expect(sessionName(runId)).toBe(name);
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});
