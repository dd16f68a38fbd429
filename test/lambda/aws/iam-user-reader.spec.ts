import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { aLiveKey, aUser as anIdentity, daysAgo, LONG_AGO } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf } from '../../support/deployment';
import {
  type AccountOptions,
  aKey,
  aUser,
  anAccount,
  type FakeAws,
  type Fault,
} from '../../support/fake-aws';
import { queryAnswer, serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const { name: ALICE } = anIdentity({ name: 'alice' });
const ID = 'AKIAIOSFODNN7EXAMPLE';
const { id: KEY } = aLiveKey({ id: ID });

async function aReader(
  users: AccountOptions['users'],
  options: AccountOptions = {},
): Promise<{ aws: FakeAws; reader: UserReader }> {
  const aws = await serve(anAccount({ ...options, ...(users && { users }) }));
  return { aws, reader: new UserReader(clientsOf(aws).iam) };
}

async function aScriptedReader(action: string, result: string): Promise<UserReader> {
  return new UserReader(clientsOf(await serveScript('text/xml', queryAnswer(action, result))).iam);
}

describe('a user', () => {
  it('is read with tags and the last use of the password', async () => {
    const { reader } = await aReader([
      aUser({ path: '/team/', tags: { Team: 'blue', 'break-glass': '' }, passwordLastUsedAt: daysAgo(3) }),
    ]);
    expect(await reader.user(ALICE)).toEqual({
      userId: expect.stringMatching(/^AIDA/) as unknown,
      identity: anIdentity({ path: '/team/' }),
      tags: new Map([
        ['Team', 'blue'],
        ['break-glass', ''],
      ]),
      passwordLastUsed: daysAgo(3),
    });
  });

  it('without tags has no tags, and a password never used was never used', async () => {
    const { reader } = await aReader([aUser()]);
    expect(await reader.user(ALICE)).toMatchObject({ tags: new Map(), passwordLastUsed: 'never' });
  });

  it('that IAM does not know is gone', async () => {
    const { reader } = await aReader([]);
    expect(await reader.user(ALICE)).toBe('gone');
  });
});

describe('groups', () => {
  it('are read on all pages', async () => {
    const { aws, reader } = await aReader([aUser({ groups: ['a', 'b', 'c'] })], { pageSize: 2 });
    expect(await reader.groups(ALICE)).toEqual(['a', 'b', 'c']);
    expect(callsOf(aws)).toEqual({ ListGroupsForUser: 2 });
  });

  it('that there are none of are an empty list that IAM sent', async () => {
    const { reader } = await aReader([aUser()]);
    expect(await reader.groups(ALICE)).toEqual([]);
  });
});

describe('a login profile', () => {
  it('is as old as its creation', async () => {
    const { reader } = await aReader([aUser({ password: { createdAt: daysAgo(9) } })]);
    expect(await reader.loginProfile(ALICE)).toEqual({ createdAt: daysAgo(9) });
  });

  it('that IAM does not know is none', async () => {
    const { reader } = await aReader([aUser()]);
    expect(await reader.loginProfile(ALICE)).toBe('none');
  });
});

describe('access keys', () => {
  it('are read on all pages, with whatever status they have', async () => {
    const keys = [
      aKey({ id: 'AKIA000000000000000A' }),
      aKey({ id: 'AKIA000000000000000B', status: 'Inactive', createdAt: daysAgo(9) }),
      aKey({ id: 'AKIA000000000000000C', status: 'Quarantined' }),
    ];
    const { aws, reader } = await aReader([aUser({ keys })], { pageSize: 2 });
    expect(await reader.keys(ALICE)).toEqual([
      { id: 'AKIA000000000000000A', status: 'Active', createdAt: LONG_AGO },
      { id: 'AKIA000000000000000B', status: 'Inactive', createdAt: daysAgo(9) },
      { id: 'AKIA000000000000000C', status: 'Quarantined', createdAt: LONG_AGO },
    ]);
    expect(callsOf(aws)).toEqual({ ListAccessKeys: 2 });
  });

  it('that there are none of are an empty list that IAM sent', async () => {
    const { reader } = await aReader([aUser()]);
    expect(await reader.keys(ALICE)).toEqual([]);
  });

  it('are not none when the second page cannot be read', async () => {
    const { aws, reader } = await aReader([aUser({ keys: [aKey(), aKey()] })], { pageSize: 1 });
    aws.faults.push({ action: 'ListAccessKeys', skip: 1, html: true });
    await expect(reader.keys(ALICE)).rejects.toThrow('ListAccessKeys returned an unexpected response');
  });

  it('of a user that IAM does not know are not none: it throws', async () => {
    const { reader } = await aReader([]);
    await expect(reader.keys(ALICE)).rejects.toMatchObject({ Code: 'NoSuchEntity' });
  });
});

describe('the last use of an access key', () => {
  it.each([
    [
      'is when it was, and for what',
      { at: daysAgo(2), region: 'eu-west-1', service: 's3' },
      { lastUsed: daysAgo(2), usedFor: { region: 'eu-west-1', service: 's3' } },
    ],
    ['is never when IAM says so', undefined, { lastUsed: 'never' }],
  ])('%s', async (_rule, lastUsed, expected) => {
    const { reader } = await aReader([aUser({ keys: [aKey({ id: ID, ...(lastUsed && { lastUsed }) })] })]);
    expect(await reader.keyLastUsed(ALICE, KEY)).toEqual(expected);
  });

  it('is not taken from a key that turns out to be another user’s', async () => {
    const { reader } = await aReader([aUser(), aUser({ name: 'bob', keys: [aKey({ id: ID })] })]);
    await expect(reader.keyLastUsed(ALICE, KEY)).rejects.toThrow(
      'GetAccessKeyLastUsed returned an unexpected response: asked about "alice", answered about "bob"',
    );
  });

  it('is not never when the key is not known', async () => {
    const { reader } = await aReader([aUser()]);
    await expect(reader.keyLastUsed(ALICE, KEY)).rejects.toThrow('GetAccessKeyLastUsed failed: AccessDenied');
  });

  it('is not never when there is a service and no date', async () => {
    const reader = await aScriptedReader(
      'GetAccessKeyLastUsed',
      '<UserName>alice</UserName><AccessKeyLastUsed><Region>eu-west-1</Region><ServiceName>s3</ServiceName></AccessKeyLastUsed>',
    );
    await expect(reader.keyLastUsed(ALICE, KEY)).rejects.toThrow('a use without a date');
  });
});

const READS: readonly [string, (reader: UserReader) => Promise<unknown>][] = [
  ['GetUser', (reader) => reader.user(ALICE)],
  ['ListGroupsForUser', (reader) => reader.groups(ALICE)],
  ['GetLoginProfile', (reader) => reader.loginProfile(ALICE)],
  ['ListAccessKeys', (reader) => reader.keys(ALICE)],
  ['GetAccessKeyLastUsed', (reader) => reader.keyLastUsed(ALICE, KEY)],
];

describe.each(READS)('%s', (action, read) => {
  it.each<[string, Fault]>([
    ['a page of HTML with status 200', { html: true }],
    ['an empty answer with status 200', { emptyBody: true }],
    ['a denial', { error: { code: 'AccessDenied', status: 403 } }],
    ['a failure of IAM', { error: { code: 'ServiceFailure', status: 500 } }],
    ['a connection that is reset', { reset: true }],
  ])('takes %s for no answer', async (_what, fault) => {
    const { aws, reader } = await aReader([
      aUser({ password: { createdAt: LONG_AGO }, keys: [aKey({ id: ID })] }),
    ]);
    await expect(read(reader)).resolves.toBeDefined();
    aws.faults.push(fault);
    await expect(read(reader)).rejects.toThrow(/./);
  });

  it('takes an answer without what was asked for as none', async () => {
    const reader = await aScriptedReader(action, '<IsTruncated>false</IsTruncated>');
    await expect(read(reader)).rejects.toThrow(`${action} returned an unexpected response`);
  });
});

describe('an answer about somebody else is no answer', () => {
  const CREATED = '<CreateDate>2024-01-01T00:00:00Z</CreateDate>';
  it.each<[string, string, (reader: UserReader) => Promise<unknown>]>([
    [
      'GetLoginProfile',
      `<LoginProfile><UserName>bob</UserName>${CREATED}</LoginProfile>`,
      (reader) => reader.loginProfile(ALICE),
    ],
    [
      'ListAccessKeys',
      `<AccessKeyMetadata><member><UserName>bob</UserName><AccessKeyId>${ID}</AccessKeyId><Status>Active</Status>${CREATED}</member></AccessKeyMetadata>`,
      (reader) => reader.keys(ALICE),
    ],
  ])('%s', async (action, result, read) => {
    await expect(read(await aScriptedReader(action, result))).rejects.toThrow(
      `${action} returned an unexpected response: asked about "alice", answered about "bob"`,
    );
  });

  it('but a name is the same in any case', async () => {
    const reader = await aScriptedReader(
      'GetLoginProfile',
      `<LoginProfile><UserName>ALICE</UserName>${CREATED}</LoginProfile>`,
    );
    expect(await reader.loginProfile(ALICE)).toEqual({ createdAt: LONG_AGO });
  });
});

it('a key with an id that cannot be one is no answer', async () => {
  const reader = await aScriptedReader(
    'ListAccessKeys',
    '<AccessKeyMetadata><member><UserName>alice</UserName><AccessKeyId>none</AccessKeyId><Status>Active</Status><CreateDate>2024-01-01T00:00:00Z</CreateDate></member></AccessKeyMetadata>',
  );
  await expect(reader.keys(ALICE)).rejects.toThrow('AccessKeyMetadata.0.AccessKeyId');
});

it('an empty page of MFA devices that says there is more, and not where, is not "none"', async () => {
  const reader = await aScriptedReader(
    'ListMFADevices',
    '<MFADevices></MFADevices><IsTruncated>true</IsTruncated>',
  );
  await expect(reader.hasMfa(ALICE)).rejects.toThrow('truncated, but has no marker');
});
