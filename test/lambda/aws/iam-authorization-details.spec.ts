import { AuthorizationDetails } from '../../../lambda/aws/iam-authorization-details';
import { IamUserDirectory } from '../../../lambda/aws/iam-user-directory';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { type AccountPrivileges, administratorsOf } from '../../../lambda/domain/account-checks/privileges';
import { aUser as anIdentity } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import { type AccountOptions, anAccount, aUser, type FakeAws, type Fault } from '../../support/fake-aws';
import { queryAnswer, serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const DETAILS = 'GetAccountAuthorizationDetails';
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const OWN = 'arn:aws:iam::123456789012:policy/team/own';
const EVERYTHING = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** An account with one administrator of each kind, and one who is none. */
const ACCOUNT: AccountOptions = {
  users: [
    aUser({ name: 'direct', attachedPolicies: [ADMIN] }),
    aUser({ name: 'grouped', groups: ['readers', 'admins'] }),
    aUser({ name: 'inline', inlinePolicies: ['all'] }),
    aUser({ name: 'own', attachedPolicies: [OWN] }),
    aUser({
      name: 'none',
      groups: ['readers'],
      attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    }),
  ],
  groups: [{ name: 'admins', attachedPolicies: [], inlinePolicies: ['all'] }],
  documents: { all: EVERYTHING, [OWN]: EVERYTHING },
};

function detailsOf(aws: FakeAws): AuthorizationDetails {
  return new AuthorizationDetails(clientsOf(aws).iam);
}

function kindsOf({ users }: AccountPrivileges): Record<string, string> {
  return Object.fromEntries(users.map(({ name, privilege }) => [name, privilege.kind]));
}

const ALL_FOUR = {
  direct: 'administrator',
  grouped: 'administrator',
  inline: 'administrator',
  own: 'administrator',
  none: 'less',
};

it.each([1000, 3, 1])(
  'users, groups and policies are joined, whatever page they are on: %d a page',
  async (pageSize) => {
    const aws = await serve(anAccount({ ...ACCOUNT, pageSize }));
    const read = await detailsOf(aws).privileges();
    expect(kindsOf(read)).toEqual(ALL_FOUR);
    expect(read.unreadable).toEqual([]);
    const names = ['direct', 'grouped', 'inline', 'own'];
    expect([...administratorsOf(read)]).toEqual(
      names.map((name) => `arn:aws:iam::123456789012:user/${name}`),
    );
    expect(read.users.map(({ name, direct }) => [name, direct])).toEqual([
      ['direct', ['AdministratorAccess']],
      ['grouped', []],
      ['inline', ['all']],
      ['own', ['own']],
      ['none', ['ReadOnlyAccess']],
    ]);
    // Five users, two groups and one policy.
    expect(callsOf(aws)).toEqual({ [DETAILS]: Math.ceil(8 / pageSize) });
  },
);

it('asks for no roles and no policies of AWS', async () => {
  const aws = await serve(anAccount(ACCOUNT));
  await detailsOf(aws).privileges();
  const { params = {} } = aws.calls[0] ?? {};
  expect(Object.entries(params).filter(([name]) => name.startsWith('Filter'))).toEqual([
    ['Filter.member.1', 'User'],
    ['Filter.member.2', 'Group'],
    ['Filter.member.3', 'LocalManagedPolicy'],
  ]);
});

it('the version in force counts, not an older one that allowed everything', async () => {
  const documents = { ...ACCOUNT.documents, [OWN]: undefined };
  const aws = await serve(anAccount({ ...ACCOUNT, documents }));
  expect(kindsOf(await detailsOf(aws).privileges())).toEqual({ ...ALL_FOUR, own: 'less' });
});

it.each(['not JSON', '%E0%A4%A', '%5B%5D', ''])(
  'a hostile document makes its user unreadable alone: %j',
  async (document) => {
    const aws = await serve(anAccount({ ...ACCOUNT, documents: { ...ACCOUNT.documents, [OWN]: document } }));
    expect(kindsOf(await detailsOf(aws).privileges())).toEqual({ ...ALL_FOUR, own: 'unreadable' });
  },
);

describe('what is missing or not valid', () => {
  const user = (name: string, groups = '', more = '<AttachedManagedPolicies/>') =>
    `<member><UserName>${name}</UserName><Path>/</Path><CreateDate>2024-01-01T00:00:00Z</CreateDate><Arn>arn:aws:iam::123456789012:user/${name}</Arn><GroupList>${groups}</GroupList>${more}</member>`;
  const attached = (arn: string) =>
    `<AttachedManagedPolicies><member><PolicyName>p</PolicyName><PolicyArn>${arn}</PolicyArn></member></AttachedManagedPolicies>`;
  const readOf = async (result: string) => {
    const { iam } = clientsOf(await serveScript('text/xml', queryAnswer(DETAILS, result)));
    return new AuthorizationDetails(iam).privileges();
  };

  it.each([
    ['a group that is not there', '<GroupDetailList/><Policies/>'],
    ['no list of groups at all', ''],
    [
      'a group without its list of policies',
      '<GroupDetailList><member><GroupName>ops</GroupName></member></GroupDetailList>',
    ],
  ])('%s: its users are unreadable, and nobody else', async (_, rest) => {
    const users = `${user('alice', '<member>ops</member>')}${user('bob')}`;
    const read = await readOf(`<UserDetailList>${users}</UserDetailList>${rest}`);
    expect(kindsOf(read)).toEqual({ alice: 'unreadable', bob: 'less' });
  });

  it.each([
    ['a policy that is not there', '<Policies/>'],
    [
      'a policy without a version in force',
      `<Policies><member><Arn>${OWN}</Arn><PolicyVersionList/></member></Policies>`,
    ],
  ])('%s: its users are unreadable, and nobody else', async (_, rest) => {
    const users = `${user('alice', '', attached(OWN))}${user('bob')}`;
    const read = await readOf(`<UserDetailList>${users}</UserDetailList>${rest}`);
    expect(kindsOf(read)).toEqual({ alice: 'unreadable', bob: 'less' });
  });

  it('a user whose detail is not valid is unreadable, and nobody else', async () => {
    const read = await readOf(`<UserDetailList>${user('alice', '', '')}${user('bob')}</UserDetailList>`);
    expect(kindsOf(read)).toEqual({ bob: 'less' });
    expect(read.unreadable).toEqual([
      { arn: 'arn:aws:iam::123456789012:user/alice', cause: expect.stringContaining(DETAILS) as unknown },
    ]);
  });

  it('a user without an ARN could be anybody', async () => {
    const nameless = user('alice').replace(/<Arn>.*<\/Arn>/, '');
    const read = await readOf(`<UserDetailList>${nameless}${user('bob')}</UserDetailList>`);
    expect(read.unreadable).toEqual([
      { arn: undefined, cause: 'GetAccountAuthorizationDetails returned a user without an ARN' },
    ]);
  });
});

describe('the pages are shared with the look-up of users', () => {
  const direct = anIdentity({ name: 'direct' });
  const gone = anIdentity({ name: 'gone' });
  /** More pages than users, so that without the checks GetUser would be cheaper. */
  const options = { groups: false, totalUsers: 5_000, policies: true };
  async function both(faults: readonly Fault[] = []) {
    const aws = await serve(anAccount(ACCOUNT));
    aws.faults.push(...faults);
    const { iam } = clientsOf(aws);
    const details = new AuthorizationDetails(iam);
    const found = await new IamUserDirectory(details, new UserReader(iam)).lookUp([direct, gone], options);
    const privileges = await details.privileges().catch(String);
    return { found: [...found.values()].map(({ kind }) => kind), privileges, calls: callsOf(aws) };
  }

  it('they are read once for both', async () => {
    const { found, privileges, calls } = await both();
    expect(found).toEqual(['read', 'gone']);
    expect(privileges).toMatchObject({ unreadable: [] });
    expect(calls).toEqual({ [DETAILS]: 1 });
  });

  it('where they cannot be read, users are looked up as without the checks, and the failure is told once', async () => {
    const { found, privileges, calls } = await both([
      { action: DETAILS, error: { code: 'AccessDenied', status: 403, message: 'no' } },
    ]);
    expect(found).toEqual(['read', 'gone']);
    expect(privileges).toContain('AccessDenied');
    expect(calls).toEqual({ [DETAILS]: 1, GetUser: 2 });
  });

  it('of nobody to look up, nothing is read', async () => {
    const aws = await serve(anAccount(ACCOUNT));
    await new IamUserDirectory(detailsOf(aws), new UserReader(clientsOf(aws).iam)).lookUp([], options);
    expect(callsOf(aws)).toEqual({});
  });
});
