import {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GenerateCredentialReportCommand,
  GetAccessKeyLastUsedCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  ListRolesCommand,
  UpdateAccessKeyCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListAccessKeys,
  paginateListGroupsForUser,
} from '@aws-sdk/client-iam';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetParameterCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import {
  aKey,
  aTopic,
  aUser,
  anAccount,
  generateReport,
  renderReport,
  startFakeAws,
  type FakeAccount,
  type FakeAws,
  type FakeAwsOptions,
} from './fake-aws';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-20T07:00:00Z');
const LONG_AGO = Date.parse('2024-01-01T00:00:00Z');
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:digest';

/** One attempt, so that a fault shows as it is; the tests of the SDK's own retries ask for more. */
const config = (fake: FakeAws, maxAttempts = 1) => ({ ...fake.clientConfig, maxAttempts });

let aws: FakeAws;
let account: FakeAccount;
let iam: IAMClient;
let sns: SNSClient;
let ssm: SSMClient;

async function start(options: Parameters<typeof anAccount>[0] = {}, serverOptions: FakeAwsOptions = {}) {
  account = anAccount({ now: () => NOW, ...options });
  aws = await startFakeAws(account, serverOptions);
  iam = new IAMClient(config(aws));
  sns = new SNSClient(config(aws));
  ssm = new SSMClient(config(aws));
}

afterEach(async () => {
  for (const client of [iam, sns, ssm]) client.destroy();
  await aws.close();
});

const bob = (options: Parameters<typeof aUser>[0] = {}) => aUser({ name: 'bob', ...options });
const UserName = 'bob';

const generate = () => iam.send(new GenerateCredentialReportCommand());
const getReport = () => iam.send(new GetCredentialReportCommand());
const reportText = async () => Buffer.from((await getReport()).Content ?? []).toString();
const getBob = (client = iam) => client.send(new GetUserCommand({ UserName }));
const publish = (input: { Subject?: string; Message?: string; TopicArn?: string }) =>
  sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'hello', ...input }));
const put = (input: { Name?: string; Value?: string; Overwrite?: boolean }) =>
  ssm.send(new PutParameterCommand({ Name: '/mode', Value: 'enforce', Overwrite: true, ...input }));
const getCallerIdentity = (authorization: string) =>
  fetch(aws.url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
const signedFor = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=fake/20261120/us-east-1/${service}/aws4_request, Signature=0`;

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const collected: Page[] = [];
  for await (const page of pages) collected.push(page);
  return collected;
}

describe('the credential report', () => {
  it('does not exist before it is generated', async () => {
    await start();
    await expect(getReport()).rejects.toMatchObject({
      name: 'CredentialReportNotPresentException',
      Code: 'ReportNotPresent',
      $metadata: { httpStatusCode: 410 },
    });
  });

  it('takes some polls, is complete, and is a snapshot until it expires', async () => {
    let now = NOW;
    await start({ users: [bob()], report: { pollsUntilReady: 3 }, now: () => now });
    expect(await generate()).toMatchObject({ State: 'STARTED' });
    await expect(getReport()).rejects.toMatchObject({
      name: 'CredentialReportNotReadyException',
      Code: 'ReportInProgress',
      $metadata: { httpStatusCode: 404 },
    });
    expect(await generate()).toMatchObject({ State: 'INPROGRESS' });
    expect(await generate()).toMatchObject({ State: 'COMPLETE' });
    expect(await getReport()).toMatchObject({ ReportFormat: 'text/csv', GeneratedTime: new Date(NOW) });

    account.users = [];
    expect(await generate()).toMatchObject({ State: 'COMPLETE' });
    expect(await reportText()).toContain('\nbob,');

    now += 4 * HOUR;
    await expect(getReport()).rejects.toMatchObject({
      name: 'CredentialReportExpiredException',
      Code: 'ReportExpired',
      $metadata: { httpStatusCode: 410 },
    });
    expect(await generate()).toMatchObject({ State: 'STARTED' });
  });

  it('may be there already, of any age', async () => {
    await start({ report: { ageMs: 5 * HOUR, cacheMs: 6 * HOUR } });
    expect(await generate()).toMatchObject({ State: 'COMPLETE' });
    expect(await getReport()).toMatchObject({ GeneratedTime: new Date(NOW - 5 * HOUR) });
  });

  it('may be anything that a test makes of it', async () => {
    await start({ report: { ageMs: 0, override: '<html>' } });
    expect(await reportText()).toBe('<html>');
  });

  it('is what the model renders, byte for byte', async () => {
    await start({ users: [bob({ name: 'zoë,née' })] });
    generateReport(account);
    expect(await reportText()).toBe(renderReport(account));
  });
});

describe('the rendered report', () => {
  beforeEach(() => start());

  it('has the 22 columns, root first, users without regard to case, and no final newline', () => {
    account.users = [bob({ name: 'Zed' }), bob({ name: 'bob' }), bob({ name: 'Amy,Ann', path: '/team/' })];
    const [header, root, ...users] = renderReport(account).split('\n');
    expect(header?.split(',')).toHaveLength(22);
    expect(header).toMatch(/^user,arn,user_creation_time,.*access_key_2_last_used_service,cert_1_active,/);
    expect(root).toBe(
      '<root_account>,arn:aws:iam::123456789012:root,2024-01-01T00:00:00Z,true,no_information,' +
        '2024-01-01T00:00:00Z,not_supported,true,' +
        'false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
    );
    expect(users).toEqual([
      expect.stringMatching(/^"Amy,Ann","arn:aws:iam::123456789012:user\/team\/Amy,Ann",/),
      expect.stringMatching(/^bob,/),
      expect.stringMatching(/^Zed,.*[^\n]$/),
    ]);
  });

  it('tells passwords and keys as AWS does', () => {
    const lastUsed = { at: NOW, region: 'eu-west-1', service: 's3' };
    account.users = [
      bob({
        password: { createdAt: LONG_AGO, changedAt: NOW },
        passwordLastUsedAt: NOW,
        mfa: true,
        keys: [aKey({ status: 'Inactive', lastUsed }), aKey(), aKey({ createdAt: NOW })],
      }),
      // The date of a password that is gone shows nowhere in the report.
      bob({ name: 'carol', passwordLastUsedAt: NOW }),
    ];
    const [, , b, carol] = renderReport(account).split('\n');
    expect(b?.slice(b.indexOf('Z,') + 2)).toBe(
      'true,2026-11-20T07:00:00Z,2026-11-20T07:00:00Z,N/A,true,' +
        'false,2024-01-01T00:00:00Z,2026-11-20T07:00:00Z,eu-west-1,s3,' +
        'true,2024-01-01T00:00:00Z,N/A,N/A,N/A,false,N/A,false,N/A,More access keys exist',
    );
    expect(carol).toContain('Z,false,N/A,N/A,N/A,false,false,N/A');
  });
});

describe('users', () => {
  it('are found without regard to case, without what they do not have', async () => {
    await start({ users: [bob({ path: '/team/', userId: 'AIDABOB' })] });
    const { User } = await iam.send(new GetUserCommand({ UserName: 'BOB' }));
    expect(User).toEqual({
      Path: '/team/',
      UserName,
      UserId: 'AIDABOB',
      Arn: 'arn:aws:iam::123456789012:user/team/bob',
      CreateDate: new Date(LONG_AGO),
    });
  });

  it('have tags and a last use of the password that outlives it', async () => {
    const tags = { 'cost & "center"': ' <42>\n' };
    await start({ users: [bob({ tags, passwordLastUsedAt: NOW })] });
    const { User } = await iam.send(new GetUserCommand({ UserName }));
    expect(User).toMatchObject({
      PasswordLastUsed: new Date(NOW),
      Tags: [{ Key: 'cost & "center"', Value: ' <42>\n' }],
    });
  });

  it('have groups, on pages', async () => {
    await start({ users: [bob({ groups: ['a', 'b', 'c'] })], pageSize: 2 });
    const pages = await all(paginateListGroupsForUser({ client: iam }, { UserName }));
    expect(pages.map((page) => page.Groups?.map((group) => group.GroupName))).toEqual([['a', 'b'], ['c']]);
  });

  it('are all told by GetAccountAuthorizationDetails, on pages, the first of them empty if need be', async () => {
    const attachedPolicies = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const users = [
      bob({ tags: { a: '1' }, groups: ['g'], attachedPolicies }),
      bob({ name: 'c' }),
      bob({ name: 'd' }),
    ];
    await start({ users, pageSize: 2, emptyFirstPage: true });
    const pages = await all(
      paginateGetAccountAuthorizationDetails({ client: iam }, { Filter: ['User'], MaxItems: 1000 }),
    );
    expect(pages.map((page) => page.UserDetailList?.length)).toEqual([0, 2, 1]);
    expect(pages[1]?.UserDetailList?.[0]).toMatchObject({
      UserName,
      Arn: 'arn:aws:iam::123456789012:user/bob',
      GroupList: ['g'],
      Tags: [{ Key: 'a', Value: '1' }],
      AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: attachedPolicies[0] }],
    });
    expect(pages[1]?.UserDetailList?.[1]).toMatchObject({ GroupList: [], Tags: [] });
    expect(aws.calls[0]?.params).toMatchObject({ 'Filter.member.1': 'User', MaxItems: '1000' });
  });

  it('that do not exist are NoSuchEntity, a bad marker a ValidationError', async () => {
    await start({ users: [bob()] });
    await expect(iam.send(new GetUserCommand({ UserName: 'nobody' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      Code: 'NoSuchEntity',
      message: 'The user with name nobody cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(iam.send(new ListGroupsForUserCommand({ UserName, Marker: 'x' }))).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

describe('credentials', () => {
  it('lists keys by id, on pages', async () => {
    const keys = [aKey({ id: 'AKIA3' }), aKey({ id: 'AKIA1', status: 'Expired' }), aKey({ id: 'AKIA2' })];
    await start({ users: [bob({ keys })], pageSize: 2 });
    const pages = await all(paginateListAccessKeys({ client: iam }, { UserName }));
    expect(pages.map((page) => page.AccessKeyMetadata)).toEqual([
      [
        { UserName, AccessKeyId: 'AKIA1', Status: 'Expired', CreateDate: new Date(LONG_AGO) },
        expect.objectContaining({ AccessKeyId: 'AKIA2' }),
      ],
      [expect.objectContaining({ AccessKeyId: 'AKIA3' })],
    ]);
  });

  it('says "no keys" with a list', async () => {
    await start({ users: [bob()] });
    expect(await iam.send(new ListAccessKeysCommand({ UserName }))).toMatchObject({
      AccessKeyMetadata: [],
      IsTruncated: false,
    });
  });

  it('tells the last use of a key, or that there was none', async () => {
    const lastUsed = { at: NOW, region: 'us-east-1', service: 'sts' };
    await start({ users: [bob({ keys: [aKey({ id: 'AKIAUSED', lastUsed }), aKey({ id: 'AKIANEVER' })] })] });
    const used = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAUSED' }));
    const never = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIANEVER' }));
    expect(used.UserName).toBe(UserName);
    expect(used.AccessKeyLastUsed).toEqual({
      LastUsedDate: new Date(NOW),
      Region: 'us-east-1',
      ServiceName: 'sts',
    });
    expect(never.AccessKeyLastUsed).toEqual({ Region: 'N/A', ServiceName: 'N/A' });
    await expect(
      iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIANONE' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('sets a key Inactive and Active again', async () => {
    const key = aKey();
    await start({ users: [bob({ keys: [key] })] });
    const update = { UserName, AccessKeyId: key.id };
    await iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Inactive' }));
    expect(key).toMatchObject({ status: 'Inactive', createdAt: LONG_AGO });
    await iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Active' }));
    expect(key.status).toBe('Active');
    await expect(
      iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Expired' })),
    ).rejects.toMatchObject({
      name: 'ValidationError',
    });
    const foreign = new UpdateAccessKeyCommand({ ...update, AccessKeyId: 'AKIAELSE', Status: 'Inactive' });
    await expect(iam.send(foreign)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('deletes and creates a login profile', async () => {
    await start({ users: [bob({ password: { createdAt: LONG_AGO }, passwordLastUsedAt: LONG_AGO })] });
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName }));
    expect(LoginProfile).toEqual({ UserName, CreateDate: new Date(LONG_AGO), PasswordResetRequired: false });

    await iam.send(new DeleteLoginProfileCommand({ UserName }));
    expect(account.users[0]).not.toHaveProperty('password');
    const absent = {
      name: 'NoSuchEntityException',
      message: 'Login Profile for User bob cannot be found.',
    };
    await expect(iam.send(new GetLoginProfileCommand({ UserName }))).rejects.toMatchObject(absent);
    await expect(iam.send(new DeleteLoginProfileCommand({ UserName }))).rejects.toMatchObject(absent);

    const create = new CreateLoginProfileCommand({ UserName, Password: 'x', PasswordResetRequired: true });
    await iam.send(create);
    expect(account.users[0]).toMatchObject({
      password: { createdAt: NOW, resetRequired: true },
      passwordLastUsedAt: LONG_AGO,
    });
    await expect(iam.send(create)).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('refuses and records a call without a user name, which AWS would take for the caller', async () => {
    await start({ users: [bob({ password: { createdAt: LONG_AGO } })] });
    await expect(iam.send(new DeleteLoginProfileCommand({ UserName: undefined }))).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
    expect(aws.writes()).toEqual([
      {
        service: 'iam',
        region: 'us-east-1',
        action: 'DeleteLoginProfile',
        params: { Version: '2010-05-08' },
        at: NOW,
        status: 400,
        errorCode: 'ValidationError',
        applied: false,
      },
    ]);
  });

  it('knows nothing else', async () => {
    await start();
    await expect(iam.send(new ListRolesCommand())).rejects.toMatchObject({ name: 'InvalidAction' });
    expect(aws.calls).toMatchObject([{ action: 'ListRoles', status: 400, errorCode: 'InvalidAction' }]);
    expect(aws.writes()).toEqual([]);
  });
});

describe('SNS', () => {
  beforeEach(() => start({ topics: { [TOPIC]: aTopic({ subscriptionsPending: 2 }) } }));

  it('publishes what email can carry', async () => {
    const Message = 'é+ =&\n'.repeat(2);
    const { MessageId } = await publish({ Subject: 'a'.repeat(99), Message });
    await publish({ Message: 'x'.repeat(262_144) });
    const [first, second] = account.topics[TOPIC]?.published ?? [];
    expect(first).toEqual({ messageId: MessageId, subject: 'a'.repeat(99), message: Message, at: NOW });
    expect(second).not.toHaveProperty('subject');
  });

  it.each([
    ['a subject of 100 characters', { Subject: 'a'.repeat(100) }],
    ['a subject with a line break', { Subject: 'a\nb' }],
    ['a subject that is not ASCII', { Subject: 'é' }],
    ['an empty subject', { Subject: '' }],
    ['a message of too many bytes', { Message: 'é'.repeat(131_073) }],
    ['an empty message', { Message: '' }],
    ['something that is no topic', { TopicArn: 'arn:aws:sqs:digest' }],
  ])('refuses %s', async (_, input) => {
    await expect(publish(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      Code: 'InvalidParameter',
      $metadata: { httpStatusCode: 400 },
    });
    expect(account.topics[TOPIC]?.published).toEqual([]);
  });

  it('tells the subscribers of a topic that exists', async () => {
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));
    expect(Attributes).toMatchObject({
      TopicArn: TOPIC,
      SubscriptionsConfirmed: '1',
      SubscriptionsPending: '2',
      Policy: expect.stringContaining('"Version"'),
    });
    const missing = { TopicArn: `${TOPIC}-2` };
    await expect(sns.send(new GetTopicAttributesCommand(missing))).rejects.toMatchObject({
      name: 'NotFoundException',
      Code: 'NotFound',
    });
    await expect(publish(missing)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('SSM', () => {
  const mode = { value: 'dry-run', version: 3, allowedPattern: 'dry-run|enforce' };

  beforeEach(() => start({ parameters: { '/mode': { ...mode } } }));

  it('reads one parameter', async () => {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/mode' }));
    expect(Parameter).toEqual({
      ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/mode',
      Name: '/mode',
      Type: 'String',
      DataType: 'text',
      Value: 'dry-run',
      Version: 3,
      LastModifiedDate: new Date(NOW),
    });
    await expect(ssm.send(new GetParameterCommand({ Name: '/none' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('reads several, and names the unknown ones', async () => {
    const result = await ssm.send(new GetParametersCommand({ Names: ['/none', '/mode'] }));
    expect(result.Parameters).toMatchObject([{ Name: '/mode', Value: 'dry-run' }]);
    expect(result.InvalidParameters).toEqual(['/none']);
    await expect(ssm.send(new GetParametersCommand({ Names: [] }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('writes a new version, if the pattern allows and overwriting is meant', async () => {
    expect(await put({})).toMatchObject({ Version: 4 });
    expect(account.parameters['/mode']).toEqual({ ...mode, value: 'enforce', version: 4 });
    expect(await put({ Name: '/new', Overwrite: false })).toMatchObject({ Version: 1 });
    await expect(put({ Overwrite: false })).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    await expect(put({ Value: 'enforce!' })).rejects.toMatchObject({
      name: 'ParameterPatternMismatchException',
      message: 'Parameter value, cannot be validated against allowedPattern: dry-run|enforce',
    });
  });
});

describe('STS and the endpoint', () => {
  beforeEach(() => start());

  it('tells the account', async () => {
    const response = await getCallerIdentity(signedFor('sts'));
    expect(response.status).toBe(200);
    const body = await response.text();
    expect(body).toMatch(
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/">/,
    );
    expect(body).toContain('<Account>123456789012</Account>');
    expect(body).toMatch(/<ResponseMetadata><RequestId>[\w-]+<\/RequestId><\/ResponseMetadata>/);
  });

  it.each([
    ['an unsigned request', '', 403, 'MissingAuthenticationToken'],
    ['an unknown service', signedFor('ec2'), 400, 'InvalidAction'],
    ['an action of another service', signedFor('iam'), 400, 'InvalidAction'],
  ])('refuses %s', async (_, authorization, status, code) => {
    const response = await getCallerIdentity(authorization);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(
      new RegExp(`<ErrorResponse .*<Error><Type>Sender</Type><Code>${code}</Code><Message>.*<RequestId>`),
    );
    expect(aws.calls).toMatchObject([{ status, errorCode: code }]);
  });
});

describe('faults', () => {
  beforeEach(() => start({ users: [bob({ password: { createdAt: LONG_AGO } }), bob({ name: 'carol' })] }));

  it('answer with an error, for some calls of one user', async () => {
    const error = { code: 'ServiceFailure', status: 500 };
    aws.faults.push({ service: 'iam', action: 'GetUser', user: 'BOB', skip: 1, times: 2, error });
    await getBob();
    await iam.send(new GetUserCommand({ UserName: 'carol' }));
    const sdk = new IAMClient(config(aws, 3));
    expect(await getBob(sdk)).toMatchObject({ $metadata: { attempts: 3 } });
    sdk.destroy();
    expect(aws.calls.map(({ errorCode }) => errorCode)).toEqual([
      undefined,
      undefined,
      'ServiceFailure',
      'ServiceFailure',
      undefined,
    ]);
  });

  it('find the user by the key', async () => {
    account.users[0]?.keys.push(aKey({ id: 'AKIABOB' }));
    aws.faults.push({ user: 'bob', error: { code: 'AccessDenied', status: 403 } });
    const lastUsed = iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIABOB' }));
    await expect(lastUsed).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('take turns, in their order', async () => {
    aws.faults.push({ times: 1, error: { code: 'ServiceFailure', status: 500 } });
    aws.faults.push({ times: 1, error: { code: 'AccessDenied', status: 403 } });
    await expect(getBob()).rejects.toMatchObject({ name: 'ServiceFailureException' });
    await expect(getBob()).rejects.toMatchObject({ name: 'AccessDenied' });
    await getBob();
  });

  it('speak the JSON of SSM too', async () => {
    aws.faults.push({ service: 'ssm', action: '*', error: { code: 'InternalServerError', status: 500 } });
    await expect(ssm.send(new GetParameterCommand({ Name: '/mode' }))).rejects.toMatchObject({
      name: 'InternalServerError',
    });
  });

  it('reset the connection', async () => {
    aws.faults.push({ reset: true });
    // Jest's realm has another Error class, so the SDK wraps Node's: only the message is left.
    await expect(getBob()).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(aws.calls).toMatchObject([{ status: 0, applied: false }]);
  });

  it.each([{ html: true }, { emptyBody: true }] as const)(
    'answer 200 with %o, which the SDK takes for {}',
    async (page) => {
      aws.faults.push(page);
      expect(await getBob()).toEqual({ $metadata: expect.objectContaining({ httpStatusCode: 200 }) });
    },
  );

  it('lose the answer of a write that was done, so that a retry finds it done', async () => {
    aws.faults.push({ action: 'DeleteLoginProfile', when: 'after', times: 1, reset: true });
    const sdk = new IAMClient(config(aws, 3));
    const deletion = sdk.send(new DeleteLoginProfileCommand({ UserName: 'bob' }));
    await expect(deletion).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    sdk.destroy();
    expect(aws.writes()).toMatchObject([
      { status: 0, applied: true },
      { status: 404, applied: false },
    ]);
  });

  it('change the account at that moment, before or after', async () => {
    aws.faults.push({ action: 'GetUser', times: 1, run: ({ users }) => users.splice(0, 1) });
    await expect(getBob()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    aws.faults.push({ action: 'GetUser', when: 'after', times: 1, run: ({ users }) => users.splice(0, 1) });
    await iam.send(new GetUserCommand({ UserName: 'carol' }));
    expect(account.users).toEqual([]);
  });

  it('delay', async () => {
    aws.faults.push({ latencyMs: 60 });
    const startedAt = performance.now();
    await getBob();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
  });

  it('do not keep the server from closing', async () => {
    aws.faults.push({ latencyMs: 60_000 });
    const pending = getBob();
    while (aws.calls.length === 0) await new Promise(setImmediate);
    await Promise.all([aws.close(), expect(pending).rejects.toThrow(/ECONNRESET|socket hang up/)]);
    aws = await startFakeAws(account);
  });
});

it('throttles each IAM action on its own', async () => {
  await start({ users: [bob()] }, { throttle: { perSecond: 0.001, burst: 2 } });
  await getBob();
  await getBob();
  await expect(getBob()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' });
  await iam.send(new ListAccessKeysCommand({ UserName }));
});
