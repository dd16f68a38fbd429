import { IamInspector } from '../../../lambda/aws/iam-inspector';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { IamWriter } from '../../../lambda/aws/iam-writer';
import type { Target } from '../../../lambda/domain/remediation/confirm';
import type { WriteResponse, ReadBack } from '../../../lambda/domain/remediation/outcome';
import { aLiveKey, aUser as anIdentity, LONG_AGO } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { callsOf, writesOf } from '../../support/deployment';
import { aKey, aUser, anAccount, type FakeAws, type FakeUser, type Fault } from '../../support/fake-aws';

afterEach(closeAll);

const ID = 'AKIAIOSFODNN7EXAMPLE';
const OTHER_ID = 'AKIAI44QH8DHBEXAMPLE';
const PASSWORD: Target = { kind: 'password', user: anIdentity() };
const keyTarget = (id: string): Target => ({
  kind: 'accessKey',
  user: anIdentity(),
  keyId: aLiveKey({ id }).id,
});
const KEY = keyTarget(ID);

const alice = (options: Partial<FakeUser> = {}) =>
  aUser({
    password: { createdAt: LONG_AGO },
    keys: [aKey({ id: ID }), aKey({ id: OTHER_ID })],
    ...options,
  });

async function aWriter({
  user = alice(),
  maxAttempts = 1,
  faults = [],
}: { user?: FakeUser; maxAttempts?: number; faults?: Fault[] } = {}): Promise<{
  aws: FakeAws;
  writer: IamWriter;
  inspector: IamInspector;
}> {
  const aws = await serve(anAccount({ users: [user, aUser({ name: 'bob', keys: [aKey()] })] }));
  aws.faults.push(...faults);
  const { iam } = clientsOf(aws, { maxAttempts });
  return { aws, writer: new IamWriter(iam), inspector: new IamInspector(new UserReader(iam)) };
}

describe('disabling', () => {
  it('a password deletes the login profile of that user and nothing else', async () => {
    const { aws, writer } = await aWriter();
    expect(await writer.disable(PASSWORD)).toEqual({ kind: 'accepted' });
    expect(writesOf(aws)).toEqual(['alice DeleteLoginProfile']);
    expect(aws.account.users[0]).toMatchObject({ keys: [{ status: 'Active' }, { status: 'Active' }] });
    expect(aws.account.users[0]?.password).toBeUndefined();
  });

  it('a key sets that key of that user Inactive and nothing else', async () => {
    const { aws, writer } = await aWriter();
    expect(await writer.disable(KEY)).toEqual({ kind: 'accepted' });
    expect(writesOf(aws)).toEqual([`alice UpdateAccessKey ${ID} Inactive`]);
    expect(aws.account.users).toMatchObject([
      {
        password: { createdAt: LONG_AGO },
        keys: [
          { id: ID, status: 'Inactive' },
          { id: OTHER_ID, status: 'Active' },
        ],
      },
      { keys: [{ status: 'Active' }] },
    ]);
  });
});

describe('how a write ended', () => {
  const denied = { code: 'AccessDenied', status: 403, message: 'not authorized' };
  const busy = { code: 'EntityTemporarilyUnmodifiable', status: 409, message: 'try later' };
  const broken = { code: 'ServiceFailure', status: 500, message: 'oops' };
  const throttled = { code: 'Throttling', status: 400, message: 'Rate exceeded' };
  const no = (
    code: Extract<WriteResponse, { kind: 'rejected' }>['code'],
    firstAttempt: boolean,
  ): Partial<WriteResponse> => ({
    kind: 'rejected',
    code,
    firstAttempt,
  });
  const gone = alice({ keys: [] });
  delete gone.password;

  it.each<[rule: string, target: Target, Parameters<typeof aWriter>[0], Partial<WriteResponse>]>([
    ['no such login profile is a no to the first try', PASSWORD, { user: gone }, no('NoSuchEntity', true)],
    ['no such key is a no to the first try', KEY, { user: gone }, no('NoSuchEntity', true)],
    [
      'no such user is a no to the first try',
      PASSWORD,
      { user: aUser({ name: 'carol' }) },
      no('NoSuchEntity', true),
    ],
    [
      'a password deleted by a try that seemed to fail is a no to the second try',
      PASSWORD,
      { maxAttempts: 2, faults: [{ when: 'after', times: 1, error: broken }] },
      no('NoSuchEntity', false),
    ],
    [
      'a password deleted by a try whose connection broke is a no to the second try',
      PASSWORD,
      { maxAttempts: 2, faults: [{ when: 'after', times: 1, reset: true }] },
      no('NoSuchEntity', false),
    ],
    [
      'a key disabled by a try that seemed to fail is accepted at the second try',
      KEY,
      { maxAttempts: 2, faults: [{ when: 'after', times: 1, error: broken }] },
      { kind: 'accepted' },
    ],
    ['a 500 is a lost answer', KEY, { faults: [{ error: broken }] }, { kind: 'unknown' }],
    [
      'a 500 after every try is a lost answer',
      PASSWORD,
      { maxAttempts: 2, faults: [{ error: broken }] },
      { kind: 'unknown' },
    ],
    [
      'a connection reset after it was done is a lost answer',
      PASSWORD,
      { faults: [{ when: 'after', reset: true }] },
      { kind: 'unknown' },
    ],
    [
      'a connection reset before it was done is a lost answer',
      KEY,
      { faults: [{ reset: true }] },
      { kind: 'unknown' },
    ],
    [
      'a later is never retried, and a no to the first try',
      PASSWORD,
      { maxAttempts: 3, faults: [{ error: busy }] },
      no('EntityTemporarilyUnmodifiable', true),
    ],
    [
      'a denial is never retried, and a no to the first try',
      KEY,
      { maxAttempts: 3, faults: [{ error: denied }] },
      no('other', true),
    ],
    [
      'throttling until the tries are exhausted is a no, and not to the first try',
      KEY,
      { maxAttempts: 2, faults: [{ error: throttled }] },
      no('other', false),
    ],
  ])('%s', async (_rule, target, options, answer) => {
    const { writer } = await aWriter(options);
    expect(await writer.disable(target)).toMatchObject(answer);
  });

  it.each([
    [PASSWORD, denied, 'DeleteLoginProfile failed: AccessDenied: not authorized'],
    [KEY, broken, 'UpdateAccessKey failed: ServiceFailure: oops'],
  ])('is told with the call, the code and the words of IAM', async (target, error, cause) => {
    const { writer } = await aWriter({ faults: [{ error }] });
    expect(await writer.disable(target)).toMatchObject({ cause });
  });

  it('without an answer says what became of the connection', async () => {
    const { writer } = await aWriter({ faults: [{ reset: true }] });
    expect(await writer.disable(KEY)).toMatchObject({
      cause: expect.stringMatching(/^UpdateAccessKey failed: .*ECONNRESET/),
    });
  });
});

describe('the read-back', () => {
  const inactive = alice({ keys: [aKey({ id: ID, status: 'Inactive' }), aKey({ id: OTHER_ID })] });
  const gone = alice({ keys: [] });
  delete gone.password;
  const withStatus = (status: string) => alice({ keys: [aKey({ id: ID, status })] });

  it.each<[rule: string, target: Target, user: FakeUser, ReadBack['kind']]>([
    ['a login profile that is there is active', PASSWORD, alice(), 'active'],
    ['a login profile that is not is disabled', PASSWORD, gone, 'disabled'],
    ['a password of a user who is no more is disabled', PASSWORD, aUser({ name: 'carol' }), 'disabled'],
    ['an Active key is active', KEY, alice(), 'active'],
    ['an Inactive key is disabled', KEY, inactive, 'disabled'],
    ['an Expired key is disabled', KEY, withStatus('Expired'), 'disabled'],
    ['a key with a status that nobody knows is active', KEY, withStatus('Quarantined'), 'active'],
    ['a key that is not listed is disabled', KEY, gone, 'disabled'],
    ['a key of a user who is no more is disabled', KEY, aUser({ name: 'carol' }), 'disabled'],
  ])('%s', async (_rule, target, user, kind) => {
    const { inspector } = await aWriter({ user });
    expect(await inspector.readBack([target])).toEqual([{ kind }]);
  });

  it('of two keys is one call, and answers in the order of the question', async () => {
    const { aws, inspector } = await aWriter({ user: inactive });
    expect(await inspector.readBack([keyTarget(OTHER_ID), KEY])).toEqual([
      { kind: 'active' },
      { kind: 'disabled' },
    ]);
    expect(callsOf(aws)).toEqual({ ListAccessKeys: 1 });
  });

  describe.each([
    ['a password', [PASSWORD]],
    ['two keys', [KEY, keyTarget(OTHER_ID)]],
  ] as const)('of %s', (_what, targets) => {
    it.each<[string, Fault]>([
      ['is denied', { error: { code: 'AccessDenied', status: 403 } }],
      ['is a page of HTML', { html: true }],
      ['is empty', { emptyBody: true }],
      ['is reset', { reset: true }],
    ])('that %s proves nothing', async (_how, fault) => {
      const { inspector } = await aWriter({ faults: [fault] });
      const readBacks = await inspector.readBack([...targets]);
      expect(readBacks).toEqual(
        targets.map(() => ({ kind: 'unreadable', cause: expect.stringMatching(/\w/) })),
      );
    });
  });

  it('sees a page of HTML for what it is, although the SDK takes it for an accepted write', async () => {
    const { writer, inspector } = await aWriter({ faults: [{ action: 'UpdateAccessKey', html: true }] });
    expect(await writer.disable(KEY)).toEqual({ kind: 'accepted' });
    expect(await inspector.readBack([KEY])).toEqual([{ kind: 'active' }]);
  });
});
