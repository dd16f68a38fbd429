import { InvalidNoticeEvent, parseNoticeEvent } from '../../../../lambda/domain/notice/event';
import { ACCOUNT, NOW } from '../../../support/builders';
import { cloudTrailEvent, createAccessKey, NEW_KEY, updateAccessKey } from '../../../support/cloudtrail';
import { SCHEDULED_EVENT } from '../../../support/deployment';

const parse = (event: unknown) => parseNoticeEvent(event, ACCOUNT.id);

describe('an event is understood', () => {
  it.each<[string, unknown, object]>([
    ['CreateAccessKey', createAccessKey(), { what: { kind: 'accessKey', keyId: NEW_KEY }, user: 'bob' }],
    [
      'CreateAccessKey for oneself, which names nobody',
      createAccessKey({ requestParameters: null }),
      { what: { kind: 'accessKey' }, user: 'bob' },
    ],
    [
      'CreateAccessKey of the root user',
      createAccessKey({
        userIdentity: { type: 'Root', arn: `arn:aws:iam::${ACCOUNT.id}:root` },
        requestParameters: null,
        responseElements: { accessKey: { accessKeyId: NEW_KEY } },
      }),
      { user: 'root', by: `arn:aws:iam::${ACCOUNT.id}:root` },
    ],
    [
      'CreateAccessKey by the root user for another',
      createAccessKey({ userIdentity: { type: 'Root' } }),
      { user: 'bob', by: 'Root' },
    ],
    [
      'CreateLoginProfile',
      cloudTrailEvent('CreateLoginProfile'),
      { what: { kind: 'password' }, user: 'bob' },
    ],
    ['CreateUser', cloudTrailEvent('CreateUser'), { what: { kind: 'user' }, user: 'bob' }],
    [
      'UpdateAccessKey that enables',
      updateAccessKey('Active'),
      { what: { kind: 'enabledKey', keyId: NEW_KEY }, user: 'bob' },
    ],
    [
      'by a service of AWS, which has no agent',
      createAccessKey({
        userIdentity: { type: 'AWSService', invokedBy: 'ses.amazonaws.com' },
        userAgent: undefined,
      }),
      { by: 'ses.amazonaws.com', userAgent: 'not told' },
    ],
  ])('%s', (_, event, expected) => {
    expect(parse(event)).toMatchObject({ at: NOW, sourceIp: '192.0.2.10', ...expected });
  });
});

describe('there is nothing new in', () => {
  it.each<[string, unknown]>([
    ['a call that failed', createAccessKey({ errorCode: 'LimitExceededException', responseElements: null })],
    ['a key that is disabled', updateAccessKey('Inactive')],
  ])('%s', (_, event) => {
    expect(parse(event)).toBe('nothingNew');
  });
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
    ['no caller', without('userIdentity'), /detail\.userIdentity/],
    ['another account', createAccessKey({ recipientAccountId: '999999999999' }), /of account 999999999999/],
    ['a key without id', createAccessKey({ responseElements: null }), /which key it made/],
    [
      'an enabled key without id',
      cloudTrailEvent('UpdateAccessKey', { requestParameters: { status: 'Active' } }),
      /which key it changed/,
    ],
    ['no user', cloudTrailEvent('CreateUser', { requestParameters: null }), /for which user/],
    [
      'an empty name',
      cloudTrailEvent('CreateUser', { requestParameters: { userName: ' ' } }),
      /for which user/,
    ],
  ])('%s', (_, event, message) => {
    const parsing = () => parse(event);
    expect(parsing).toThrow(InvalidNoticeEvent);
    expect(parsing).toThrow(message);
  });
});
