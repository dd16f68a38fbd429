import { IamInspector } from '../../../lambda/aws/iam-inspector';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import type { ReadUserRequest } from '../../../lambda/ports';
import { aLiveKey, aUser as anIdentity, daysAgo, LONG_AGO } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import { aKey, aUser, anAccount, type FakeAws, type FakeUser, type Fault } from '../../support/fake-aws';

afterEach(closeAll);

const OLD = aLiveKey({ id: 'AKIA0000000000000OLD' }).id;
const NEW = aLiveKey({ id: 'AKIA0000000000000NEW' }).id;
const GONE = aLiveKey({ id: 'AKIA000000000000GONE' }).id;
const aBusyUser = (): FakeUser =>
  aUser({
    tags: { Team: 'blue' },
    groups: ['admins'],
    password: { createdAt: daysAgo(70) },
    passwordLastUsedAt: daysAgo(60),
    keys: [
      aKey({ id: OLD, lastUsed: { at: daysAgo(50), region: 'eu-west-1', service: 's3' } }),
      aKey({ id: NEW, createdAt: daysAgo(10), status: 'Inactive' }),
    ],
  });

const aRequest = (options: Partial<ReadUserRequest> = {}): ReadUserRequest => ({
  user: anIdentity().name,
  groups: false,
  loginProfile: false,
  keys: 'none',
  ...options,
});

async function anInspector(user = aBusyUser()): Promise<{ aws: FakeAws; inspector: IamInspector }> {
  const aws = await serve(anAccount({ users: [user] }));
  return { aws, inspector: new IamInspector(new UserReader(clientsOf(aws).iam)) };
}

describe('a last look', () => {
  it('tells everything that was asked for', async () => {
    const { inspector } = await anInspector();
    const request = aRequest({ groups: true, loginProfile: true, keys: 'all' });
    expect(await inspector.readUser(request)).toEqual({
      userId: expect.stringMatching(/^AIDA/) as unknown,
      identity: anIdentity(),
      tags: new Map([['Team', 'blue']]),
      groups: ['admins'],
      passwordLastUsed: daysAgo(60),
      loginProfile: { createdAt: daysAgo(70) },
      keys: [
        { id: NEW, status: 'Inactive', createdAt: daysAgo(10), lastUsed: 'never' },
        { id: OLD, status: 'Active', createdAt: LONG_AGO, lastUsed: daysAgo(50) },
      ],
    });
  });

  it('says of what was not asked for that it was not', async () => {
    const { inspector } = await anInspector();
    expect(await inspector.readUser(aRequest())).toMatchObject({
      groups: undefined,
      loginProfile: 'notAsked',
      keys: 'notAsked',
    });
  });

  it.each<[string, Partial<ReadUserRequest>, Record<string, number>]>([
    ['identity alone', {}, { GetUser: 1 }],
    ['a password', { loginProfile: true }, { GetUser: 1, GetLoginProfile: 1 }],
    ['groups', { groups: true }, { GetUser: 1, ListGroupsForUser: 1 }],
    ['one key', { keys: [OLD] }, { GetUser: 1, ListAccessKeys: 1, GetAccessKeyLastUsed: 1 }],
    ['every key', { keys: 'all' }, { GetUser: 1, ListAccessKeys: 1, GetAccessKeyLastUsed: 2 }],
    ['a key that is no more', { keys: [GONE] }, { GetUser: 1, ListAccessKeys: 1 }],
  ])('at %s costs no call more than it takes', async (_what, request, calls) => {
    const { aws, inspector } = await anInspector();
    await inspector.readUser(aRequest(request));
    expect(callsOf(aws)).toEqual(calls);
  });

  it('does not ask when a key was used that is not meant, and says so', async () => {
    const { inspector } = await anInspector();
    expect(await inspector.readUser(aRequest({ keys: [OLD] }))).toMatchObject({
      keys: [
        { id: NEW, lastUsed: 'notAsked' },
        { id: OLD, lastUsed: daysAgo(50) },
      ],
    });
  });

  it('finds that there is no password', async () => {
    const { inspector } = await anInspector(aUser());
    expect(await inspector.readUser(aRequest({ loginProfile: true, keys: 'all' }))).toMatchObject({
      loginProfile: 'none',
      keys: [],
    });
  });
});

describe('a user that IAM does not know', () => {
  it('is gone', async () => {
    const { inspector } = await anInspector(aUser({ name: 'bob' }));
    expect(await inspector.readUser(aRequest())).toBe('gone');
  });

  it.each(['ListGroupsForUser', 'ListAccessKeys'])('any more when %s is asked is gone', async (action) => {
    const { aws, inspector } = await anInspector();
    aws.faults.push({ action, run: (account) => account.users.splice(0) });
    expect(await inspector.readUser(aRequest({ groups: true, keys: 'all' }))).toBe('gone');
  });
});

describe.each(['GetUser', 'ListGroupsForUser', 'GetLoginProfile', 'ListAccessKeys', 'GetAccessKeyLastUsed'])(
  'a last look of which %s',
  (action) => {
    it.each<[string, Fault]>([
      ['is denied', { error: { code: 'AccessDenied', status: 403 } }],
      ['answers with a page of HTML', { html: true }],
      ['answers nothing', { emptyBody: true }],
    ])('%s is no look', async (_how, fault) => {
      const { aws, inspector } = await anInspector();
      aws.faults.push({ action, ...fault });
      const request = aRequest({ groups: true, loginProfile: true, keys: 'all' });
      await expect(inspector.readUser(request)).rejects.toThrow(/./);
    });
  },
);
