import { GetEventSelectorsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListAccountsCommand, type OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { organizationsClient } from '../../lambda/aws/organizations-directory';
import { clientsOf, closeAll, onClose } from './clients';
import { aBucket, anAccount, anOrganization, aUser, type FakeAws, startFakeAws } from './fake-aws';
import { aMember, CENTRAL, memberSessionsOf, ORGANIZATION, serveOrganization } from './organization';

// What the fake AWS refuses, as AWS does: so that no adapter comes to rely on a kinder one.

afterEach(closeAll);

const MEMBER = '111111111111';

function stsOf(aws: FakeAws, accessKeyId = 'fake'): STSClient {
  const credentials = { accessKeyId, secretAccessKey: 'fake' };
  const sts = new STSClient({ ...aws.clientConfig, maxAttempts: 1, credentials });
  onClose(() => sts.destroy());
  return sts;
}

const assume = async (input: Partial<AssumeRoleCommandInput>) => {
  const { aws } = await serveOrganization({ members: [aMember(MEMBER)] });
  const RoleArn = `arn:aws:iam::${MEMBER}:role/iam-lapse-member`;
  return stsOf(aws).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...input }));
};

describe('AssumeRole', () => {
  it.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    ['a session name with a colon', { RoleSessionName: '2026:11' }, 'ValidationError'],
    ['a session name of one character', { RoleSessionName: 'x' }, 'ValidationError'],
    ['a session name of 65 characters', { RoleSessionName: 'x'.repeat(65) }, 'ValidationError'],
    ['less than 15 minutes', { DurationSeconds: 899 }, 'ValidationError'],
    ['more than the hour of a chained role', { DurationSeconds: 3_601 }, 'ValidationError'],
    ['a policy of 2,049 characters', { Policy: `{}${' '.repeat(2_047)}` }, 'PackedPolicyTooLarge'],
    ['a policy that is no JSON', { Policy: '{' }, 'MalformedPolicyDocument'],
    ['a role of another name', { RoleArn: `arn:aws:iam::${MEMBER}:role/admin` }, 'AccessDenied'],
  ])('refuses %s', async (_, input, code) => {
    await expect(assume(input)).rejects.toMatchObject({ Code: code });
  });

  it('gives a session of an hour that may do what the role may, unless it is told otherwise', async () => {
    const answer = await assume({ RoleSessionName: 'x'.repeat(64) });
    expect(answer.AssumedRoleUser?.Arn).toBe(
      `arn:aws:sts::${MEMBER}:assumed-role/iam-lapse-member/${'x'.repeat(64)}`,
    );
    expect(answer.PackedPolicySize).toBeUndefined();
  });
});

it('nobody has a key that was never given out', async () => {
  const { aws } = await serveOrganization();
  expect(await stsOf(aws).send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: CENTRAL });
  const unknown = stsOf(aws, 'AKIAUNKNOWN').send(new GetCallerIdentityCommand({}));
  await expect(unknown).rejects.toMatchObject({ Code: 'InvalidClientTokenId' });
});

describe('Organizations', () => {
  const client = (aws: FakeAws): OrganizationsClient => {
    const organizations = organizationsClient({ ...aws.clientConfig, maxAttempts: 1 });
    onClose(() => organizations.destroy());
    return organizations;
  };

  it('gives at most 20 accounts a page', async () => {
    const members = Array.from({ length: 30 }, (_, index) => aMember(String(200_000_000_000 + index)));
    const { aws } = await serveOrganization({ members });
    const page = await client(aws).send(new ListAccountsCommand({}));
    expect([page.Accounts?.length, typeof page.NextToken]).toStrictEqual([20, 'string']);
    const more = client(aws).send(new ListAccountsCommand({ MaxResults: 21 }));
    await expect(more).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('knows nothing of an account that is alone', async () => {
    const aws = await startFakeAws(anAccount());
    onClose(() => aws.close());
    const asked = client(aws).send(new ListAccountsCommand({}));
    await expect(asked).rejects.toMatchObject({ name: 'AWSOrganizationsNotInUseException' });
  });
});

it('each account has a rate of its own', async () => {
  const central = anAccount({ id: CENTRAL, users: [aUser({ name: 'alice' })] });
  const other = anAccount({ id: MEMBER, users: [aUser({ name: 'alice' })] });
  const organization = anOrganization({ central, id: ORGANIZATION, members: [{ account: other }] });
  organization.callers.set('OTHER', `arn:aws:iam::${MEMBER}:role/admin`);
  const aws = await startFakeAws(central, { throttle: { perSecond: 0.001, burst: 1 } });
  onClose(() => aws.close());
  const getAs = (accessKeyId: string) => {
    const credentials = { accessKeyId, secretAccessKey: 'fake' };
    const iam = new IAMClient({ ...aws.clientConfig, credentials, maxAttempts: 1 });
    onClose(() => iam.destroy());
    return iam.send(new GetUserCommand({ UserName: 'alice' })).then(
      ({ User }) => User?.Arn,
      (error: Error) => error.name,
    );
  };
  expect([
    await getAs('fake'),
    await getAs('fake'),
    await getAs('OTHER'),
    await getAs('OTHER'),
  ]).toStrictEqual([
    `arn:aws:iam::${CENTRAL}:user/alice`,
    'Throttling',
    `arn:aws:iam::${MEMBER}:user/alice`,
    'Throttling',
  ]);
});

it('S3 has no version that was never written', async () => {
  const { aws } = await serveOrganization({ account: { buckets: { records: aBucket({ key: 'text' }) } } });
  const get = (VersionId?: string) =>
    clientsOf(aws).s3.send(new GetObjectCommand({ Bucket: 'records', Key: 'key', VersionId }));
  await expect(get('v.none')).rejects.toMatchObject({ name: 'NoSuchVersion' });
  expect((await get((await get()).VersionId)).ContentLength).toBe(4);
});

it('a session asks about the trails that its role may read', async () => {
  const { aws } = await serveOrganization({ members: [aMember(MEMBER)] });
  const { credentials } = await memberSessionsOf(aws).open(MEMBER, 'run', 'judge');
  const { cloudTrail } = clientsOf({ clientConfig: { ...aws.clientConfig, credentials } });
  const status = (Name: string) => cloudTrail.send(new GetTrailStatusCommand({ Name }));
  const selectors = (TrailName: string) => cloudTrail.send(new GetEventSelectorsCommand({ TrailName }));
  const arn = `arn:aws:cloudtrail:us-east-1:${MEMBER}:trail/audit`;
  await expect(status(arn)).resolves.toMatchObject({ IsLogging: true });
  await expect(selectors(arn)).resolves.toMatchObject({ TrailARN: arn });
  for (const denied of [status(arn.replace('trail/', 'store/')), selectors('audit')]) {
    await expect(denied).rejects.toMatchObject({ name: 'AccessDeniedException' });
  }
});

it('has the time of its account in its responses, if it is to', async () => {
  const dateOf = async (dated: boolean) => {
    const aws = await startFakeAws(anAccount({ now: () => Date.parse('2031-05-06T07:08:09Z') }), { dated });
    onClose(() => aws.close());
    return (await fetch(aws.url)).headers.get('date');
  };
  expect(await dateOf(true)).toBe('Tue, 06 May 2031 07:08:09 GMT');
  expect(await dateOf(false)).not.toContain('2031');
});
