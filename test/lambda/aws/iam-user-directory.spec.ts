import type { IAMClient } from '@aws-sdk/client-iam';
import { AuthorizationDetails } from '../../../lambda/aws/iam-authorization-details';
import { IamUserDirectory } from '../../../lambda/aws/iam-user-directory';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import type { UserLookup } from '../../../lambda/domain/evaluation/user-evidence';
import { aUser as anIdentity, LONG_AGO } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import { type AccountOptions, aUser, anAccount, type Fault, type FakeAws } from '../../support/fake-aws';
import { queryAnswer, serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const DETAILS = 'GetAccountAuthorizationDetails';
const alice = anIdentity({ name: 'alice' });
const bob = anIdentity({ name: 'bob', path: '/team/' });
const carol = anIdentity({ name: 'carol' });
const USERS = [
  aUser({ name: 'alice', tags: { Team: 'blue' }, groups: ['admins'] }),
  aUser({ name: 'bob', path: '/team/' }),
  aUser({ name: 'carol', groups: ['breakers', 'makers', 'shakers'] }),
];

function directoryOf(iam: IAMClient): IamUserDirectory {
  return new IamUserDirectory(new AuthorizationDetails(iam), new UserReader(iam));
}

async function aDirectory(
  options: AccountOptions = {},
): Promise<{ aws: FakeAws; directory: IamUserDirectory }> {
  const aws = await serve(anAccount({ users: [...USERS], ...options }));
  const { iam } = clientsOf(aws);
  return { aws, directory: directoryOf(iam) };
}

/** More pages than users are looked up: one call for each. */
const FEW = { groups: false, totalUsers: 10_000 };
/** One page: one call for all. */
const MANY = { groups: false, totalUsers: 3 };

/** As in a response, with the groups that every user has a list of. */
const tags = (...keys: readonly string[]) =>
  `<GroupList></GroupList><Tags>${keys.map((key) => `<member><Key>${key}</Key><Value>x</Value></member>`).join('')}</Tags>`;

const kinds = (found: ReadonlyMap<string, UserLookup>) =>
  Object.fromEntries([...found].map(([arn, { kind }]) => [arn.slice(arn.lastIndexOf('/') + 1), kind]));

describe('F users of an account of P pages are looked up with min(F, P) calls', () => {
  it.each([
    ['nobody, of any number', [], 5_000, {}],
    ['one of few', [alice], 3, { GetUser: 1 }],
    ['two of few', [alice, bob], 3, { [DETAILS]: 1 }],
    ['two of a thousand', [alice, bob], 1_000, { [DETAILS]: 1 }],
    ['two of a thousand and one', [alice, bob], 1_001, { GetUser: 2 }],
    ['three of two thousand', [alice, bob, carol], 2_000, { [DETAILS]: 1 }],
  ])('%s', async (_who, users, totalUsers, calls) => {
    const { aws, directory } = await aDirectory();
    await directory.lookUp(users, { groups: false, totalUsers });
    expect(callsOf(aws)).toEqual(calls);
  });

  it('of a thousand users a page, whose roles and policies are not asked for', async () => {
    const crowd = Array.from({ length: 1_001 }, (_, index) => aUser({ name: `user-${index}` }));
    const { aws, directory } = await aDirectory({ users: crowd });
    const users = ['user-0', 'user-999', 'user-1000'].map((name) => anIdentity({ name }));
    const found = await directory.lookUp(users, { groups: false, totalUsers: crowd.length });
    expect(kinds(found)).toEqual({ 'user-0': 'read', 'user-999': 'read', 'user-1000': 'read' });
    expect(callsOf(aws)).toEqual({ [DETAILS]: 2 });
    expect(aws.calls[0]?.params).toMatchObject({ 'Filter.member.1': 'User', MaxItems: '1000' });
  });
});

describe.each([
  ['one by one', FEW],
  ['page by page', MANY],
])('looked up %s', (_how, options) => {
  it('a user has identity and tags', async () => {
    const { directory } = await aDirectory();
    const found = await directory.lookUp([alice, bob, carol], options);
    expect(found.get(alice.arn)).toMatchObject({
      kind: 'read',
      identity: { name: 'alice', arn: alice.arn, path: '/', createdAt: LONG_AGO },
      tags: new Map([['Team', 'blue']]),
    });
    expect(found.get(bob.arn)).toMatchObject({ identity: { path: '/team/' }, tags: new Map() });
  });

  it('a user who is no more is gone', async () => {
    const { directory } = await aDirectory({ users: USERS.slice(1) });
    expect(kinds(await directory.lookUp([alice, bob, carol], options))).toEqual({
      alice: 'gone',
      bob: 'read',
      carol: 'read',
    });
  });

  it.each<[string, Fault]>([
    ['IAM denies', { error: { code: 'AccessDenied', status: 403 } }],
    ['IAM fails', { error: { code: 'ServiceFailure', status: 500 } }],
    ['a page of HTML comes back', { html: true }],
    ['nothing comes back', { emptyBody: true }],
    ['the connection is reset', { reset: true }],
  ])('every user is unreadable, and none missing or gone, when %s', async (_when, fault) => {
    const { aws, directory } = await aDirectory();
    aws.faults.push(fault);
    const found = await directory.lookUp([alice, bob, carol], options);
    expect(kinds(found)).toEqual({ alice: 'unreadable', bob: 'unreadable', carol: 'unreadable' });
    expect([...found.values()]).not.toContainEqual(expect.objectContaining({ cause: '' }));
  });
});

describe('looked up one by one', () => {
  it('a user who cannot be read does not take the others along, and says why', async () => {
    const { aws, directory } = await aDirectory();
    aws.faults.push({ user: 'bob', error: { code: 'AccessDenied', status: 403, message: 'no' } });
    const found = await directory.lookUp([alice, bob, carol], FEW);
    expect(kinds(found)).toEqual({ alice: 'read', bob: 'unreadable', carol: 'read' });
    expect(found.get(bob.arn)).toEqual({
      kind: 'unreadable',
      cause: 'GetUser failed: AccessDenied: no',
      denied: true,
    });
  });

  it('groups are read when they are asked for, on all pages', async () => {
    const { aws, directory } = await aDirectory({ pageSize: 2 });
    const found = await directory.lookUp([alice, carol], { ...FEW, groups: true });
    expect(found.get(alice.arn)).toMatchObject({ groups: ['admins'] });
    expect(found.get(carol.arn)).toMatchObject({ groups: ['breakers', 'makers', 'shakers'] });
    expect(callsOf(aws)).toEqual({ GetUser: 2, ListGroupsForUser: 3 });
  });

  it('groups that nobody asked about are not known, which is not the same as none', async () => {
    const { directory } = await aDirectory();
    expect((await directory.lookUp([alice], FEW)).get(alice.arn)).toMatchObject({ groups: undefined });
  });

  it.each<[string, Fault]>([
    ['denied', { error: { code: 'AccessDenied', status: 403 } }],
    ['a page of HTML', { html: true }],
  ])('a user whose groups are %s is unreadable', async (_what, fault) => {
    const { aws, directory } = await aDirectory();
    aws.faults.push({ action: 'ListGroupsForUser', user: 'alice', ...fault });
    const found = await directory.lookUp([alice, carol], { ...FEW, groups: true });
    expect(kinds(found)).toEqual({ alice: 'unreadable', carol: 'read' });
  });
});

describe('looked up page by page', () => {
  it('groups come along', async () => {
    const { directory } = await aDirectory();
    const found = await directory.lookUp([alice, bob, carol], { ...MANY, groups: true });
    expect([alice, bob, carol].map(({ arn }) => found.get(arn))).toMatchObject([
      { groups: ['admins'] },
      { groups: [] },
      { groups: ['breakers', 'makers', 'shakers'] },
    ]);
  });

  it.each([
    ['a full one and the rest', { pageSize: 2 }],
    ['an empty one that says there is more', { emptyFirstPage: true }],
  ])('all pages count: %s', async (_pages, account) => {
    const { aws, directory } = await aDirectory(account);
    const found = await directory.lookUp([alice, bob, carol], MANY);
    expect(kinds(found)).toEqual({ alice: 'read', bob: 'read', carol: 'read' });
    expect(callsOf(aws)).toEqual({ [DETAILS]: 2 });
  });

  it.each<[string, Fault]>([
    ['denied', { error: { code: 'AccessDenied', status: 403 } }],
    ['a page of HTML', { html: true }],
    ['empty', { emptyBody: true }],
  ])('when the second page is %s, nobody counts as read and nobody as gone', async (_what, fault) => {
    const { aws, directory } = await aDirectory({ pageSize: 2 });
    aws.faults.push({ action: DETAILS, skip: 1, ...fault });
    expect(kinds(await directory.lookUp([alice, bob, carol], MANY))).toEqual({
      alice: 'unreadable',
      bob: 'unreadable',
      carol: 'unreadable',
    });
  });

  const detail = (name: string, more = '<GroupList></GroupList>') =>
    `<member><UserName>${name}</UserName><Path>/</Path><CreateDate>2024-01-01T00:00:00Z</CreateDate><Arn>arn:aws:iam::123456789012:user/${name}</Arn>${more}</member>`;
  const page = (...members: readonly string[]) =>
    queryAnswer(DETAILS, `<UserDetailList>${members.join('')}</UserDetailList>`);
  const lookedUp = async (answer: string) => {
    const { iam } = clientsOf(await serveScript('text/xml', answer));
    return directoryOf(iam).lookUp([alice, carol], MANY);
  };

  it.each([
    ['without groups', detail('alice', '')],
    ['with a tag given twice', detail('alice', tags('team', 'Team'))],
    ['without a path', detail('alice').replace('<Path>/</Path>', '')],
  ])('one user %s is unreadable, and the others are read', async (_what, odd) => {
    const found = await lookedUp(page(odd, detail('carol')));
    expect(kinds(found)).toEqual({ alice: 'unreadable', carol: 'read' });
    expect(found.get(alice.arn)).not.toHaveProperty('everybody');
  });

  it('a user without an ARN may be anybody who is in no other place', async () => {
    const nameless = detail('alice').replace(/<Arn>.*<\/Arn>/, '');
    expect(kinds(await lookedUp(page(nameless, detail('carol'))))).toEqual({
      alice: 'unreadable',
      carol: 'read',
    });
  });

  it('an answer without a list of users is none, of anybody', async () => {
    const found = await lookedUp(queryAnswer(DETAILS, '<GroupDetailList></GroupDetailList>'));
    expect([...found.values()]).toEqual(
      [alice, carol].map(() => expect.objectContaining({ kind: 'unreadable', everybody: true })),
    );
  });
});

describe('all users of the account', () => {
  it('are listed by ARN and creation, on all pages', async () => {
    const { directory } = await aDirectory({ pageSize: 2 });
    expect(await directory.listUsers()).toEqual(
      [alice, bob, carol].map(({ arn }) => ({ arn, createdAt: LONG_AGO })),
    );
  });

  it.each<[string, Fault]>([
    ['denied', { error: { code: 'AccessDenied', status: 403 } }],
    ['a page of HTML', { html: true }],
  ])('are not listed in part: %s', async (_what, fault) => {
    const { aws, directory } = await aDirectory({ pageSize: 2 });
    aws.faults.push({ action: DETAILS, skip: 1, ...fault });
    await expect(directory.listUsers()).rejects.toThrow(DETAILS);
  });
});
