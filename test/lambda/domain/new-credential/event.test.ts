import { InvalidNoticeEvent, parseCredentialEvent } from '../../../../lambda/domain/new-credential/event';
import { ACCOUNT, NOW } from '../../../support/builders';
import { cloudTrailEvent, createAccessKey, NEW_KEY, updateAccessKey } from '../../../support/cloudtrail';
import { SCHEDULED_EVENT } from '../../../support/deployment';

const parse = (event: unknown) => parseCredentialEvent(event, ACCOUNT.id);

describe('an event is understood', () => {
  it.each<[string, unknown, object]>([
    [
      'CreateAccessKey',
      createAccessKey(),
      { credential: { kind: 'accessKey', keyId: NEW_KEY }, user: 'bob' },
    ],
    [
      'CreateAccessKey for oneself, which names nobody',
      createAccessKey({ requestParameters: null }),
      { credential: { kind: 'accessKey' }, user: 'bob' },
    ],
    [
      'CreateAccessKey of the root user',
      createAccessKey({
        userIdentity: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT.id}:root` },
        requestParameters: null,
        responseElements: { accessKey: { accessKeyId: NEW_KEY } },
      }),
      { user: 'root', caller: `arn:aws:iam::${ACCOUNT.id}:root` },
    ],
    [
      'CreateAccessKey by the root user for another',
      createAccessKey({ userIdentity: { type: 'Root' } }),
      { user: 'bob', caller: 'Root' },
    ],
    [
      'CreateLoginProfile',
      cloudTrailEvent('CreateLoginProfile'),
      { credential: { kind: 'password' }, user: 'bob' },
    ],
    ['CreateUser', cloudTrailEvent('CreateUser'), { credential: { kind: 'user' }, user: 'bob' }],
    [
      'UpdateAccessKey that enables',
      updateAccessKey('Active'),
      { credential: { kind: 'enabledKey', keyId: NEW_KEY }, user: 'bob' },
    ],
    [
      'by a service of AWS, which has no agent',
      createAccessKey({
        userIdentity: { type: 'AWSService', invokedBy: 'ses.amazonaws.com' },
        userAgent: undefined,
      }),
      { caller: 'ses.amazonaws.com', userAgent: 'unknown' },
    ],
  ])('%s', (_, event, expected) => {
    expect(parse(event)).toMatchObject({ at: NOW, sourceIp: '192.0.2.10', ...expected });
  });
});

describe('what a notice can do without', () => {
  const UNKNOWN = { caller: 'unknown', sourceIp: 'unknown', userAgent: 'unknown' };
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['odd', 7],
  ])('is unknown when it is %s', (_, none) => {
    const bare = createAccessKey({
      userIdentity: none,
      sourceIPAddress: none,
      userAgent: none,
      errorCode: none,
      responseElements: none,
    });
    expect(parse(bare)).toEqual({
      credential: { kind: 'accessKey', keyId: undefined },
      id: createAccessKey().detail['eventID'],
      user: 'bob',
      at: NOW,
      ...UNKNOWN,
    });
    const nobody = { type: none, arn: none, userName: none, invokedBy: none, sessionContext: none };
    expect(parse(createAccessKey({ userIdentity: nobody }))).toMatchObject({
      user: 'bob',
      caller: 'unknown',
    });
    const response = { accessKey: none, user: none, loginProfile: none };
    expect(parse(createAccessKey({ responseElements: response }))).toMatchObject({ user: 'bob' });
    const enabled = { requestParameters: { userName: 'bob', status: 'Active', accessKeyId: none } };
    expect(parse(cloudTrailEvent('UpdateAccessKey', enabled))).toMatchObject({
      credential: { kind: 'enabledKey', keyId: undefined },
    });
  });
});

describe('without a name in the request it is for the caller, who is the root user', () => {
  const arn = `arn:aws-us-gov:iam::${ACCOUNT.id}:root`;
  const session = `arn:aws:sts::${ACCOUNT.id}:assumed-root`;
  it.each<[string, object]>([
    ['by type', { type: 'Root' }],
    ['by ARN', { arn }],
    ['with an ARN, a type and a name', { type: 'IAMUser', arn, userName: 'the-account' }],
    ['as a session', { type: 'AssumedRoot' }],
    ['as a session, by ARN', { arn: session }],
    ['as a session with a name, by ARN', { arn: `${session}/task` }],
    ['as a session that says so', { type: 'AssumedRole', sessionContext: { assumedRoot: 'true' } }],
  ])('%s', (_, userIdentity) => {
    const own = { userIdentity, requestParameters: null, responseElements: null };
    expect(parse(cloudTrailEvent('CreateLoginProfile', own))).toMatchObject({ user: 'root' });
    expect(parse(cloudTrailEvent('CreateLoginProfile', { userIdentity }))).toMatchObject({ user: 'bob' });
  });

  it.each<[string, object]>([
    ['a role of that name', { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT.id}:assumed-role/x:root` }],
    ['a user of that name', { type: 'IAMUser', arn: `arn:aws:iam::${ACCOUNT.id}:user/root` }],
    ['an ARN with more behind it', { type: 'IAMUser', arn: `${arn}-user` }],
    ['an ARN with more before it', { type: 'IAMUser', arn: `x${arn}` }],
    ['a session with more behind it', { arn: `${session}-role/x` }],
    ['a session that says no', { type: 'AssumedRole', sessionContext: { assumedRoot: 'false' } }],
  ])('and is not: %s', (_, userIdentity) => {
    const own = { userIdentity, requestParameters: null };
    expect(() => parse(cloudTrailEvent('CreateLoginProfile', own))).toThrow(/for which user/);
  });
});

describe('there is nothing new in', () => {
  it.each<[string, unknown]>([
    ['a call that failed', createAccessKey({ errorCode: 'LimitExceededException', responseElements: null })],
    ['a key that is set to a status which nobody knows', updateAccessKey('Frozen')],
    [
      'a key that is disabled, and not named',
      cloudTrailEvent('UpdateAccessKey', { requestParameters: { userName: 'bob', status: 'Inactive' } }),
    ],
  ])('%s', (_, event) => {
    expect(parse(event)).toBe('nothingNew');
  });
});

describe('an event of another account, which a bus has forwarded, is no error', () => {
  const elsewhere = createAccessKey({ recipientAccountId: '999999999999' });
  it.each<[string, unknown]>([
    ['by its record and its envelope', { ...elsewhere, account: '999999999999' }],
    ['by its record', elsewhere],
    ['by its envelope', { ...createAccessKey(), account: '999999999999' }],
    ['which failed', { ...elsewhere, detail: { ...elsewhere.detail, errorCode: 'AccessDenied' } }],
    ['which is odd in all else', { account: '999999999999', detail: 'none' }],
  ])('%s', (_, event) => {
    expect(parse(event)).toBe('otherAccount');
  });

  it('but one that does not say so is judged like all', () => {
    expect(parse({ ...createAccessKey(), account: undefined })).toMatchObject({ user: 'bob' });
    expect(parse({ ...createAccessKey(), account: 7 })).toMatchObject({ user: 'bob' });
  });
});

it('that a key was disabled is no news, and told all the same', () => {
  expect(parse(updateAccessKey('Inactive'))).toEqual({ disabledKey: NEW_KEY, at: NOW });
});

describe('anything else is a clear error', () => {
  const without = (key: string) => {
    const { [key]: _, ...rest } = cloudTrailEvent('CreateUser').detail;
    return { ...cloudTrailEvent('CreateUser'), detail: rest };
  };
  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^not an event of CloudTrail about a new IAM credential/],
    ['text', 'CreateAccessKey', /not an event/],
    ['an empty object', {}, /source/],
    ["the sweep's own event", SCHEDULED_EVENT, /source/],
    ['another service', { ...createAccessKey(), source: 'aws.s3' }, /source/],
    ['another call', cloudTrailEvent('DeleteUser'), /detail\.eventName/],
    ['another event source', createAccessKey({ eventSource: 'sts.amazonaws.com' }), /detail\.eventSource/],
    ['a time that is none', createAccessKey({ eventTime: 'today' }), /detail\.eventTime/],
    ['no account', without('recipientAccountId'), /detail\.recipientAccountId/],
    [
      'a new user without a name, made by the root user',
      cloudTrailEvent('CreateUser', { userIdentity: { type: 'Root' }, requestParameters: null }),
      /for which user/,
    ],
    ['no user', cloudTrailEvent('CreateUser', { requestParameters: null }), /for which user/],
    [
      'nobody, for nobody',
      cloudTrailEvent('CreateLoginProfile', { userIdentity: null, requestParameters: null }),
      /for which user/,
    ],
    ['something else', 7, /credential: : Invalid input: expected object/],
    ['a time that is none, and says why', createAccessKey({ eventTime: 'now' }), /eventTime: Invalid ISO/],
    [
      'an empty name',
      cloudTrailEvent('CreateUser', { requestParameters: { userName: ' ' } }),
      /for which user/,
    ],
  ])('%s', (_, event, message) => {
    const parsing = () => parse(event);
    expect(parsing).toThrow(InvalidNoticeEvent);
    expect(parsing).toThrow(message);
    expect(parsing).toThrow(expect.objectContaining({ name: 'InvalidNoticeEvent' }));
  });
});
