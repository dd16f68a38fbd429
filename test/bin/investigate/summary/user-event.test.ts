import { recordedEventOf } from '../../../../lambda/domain/cloudtrail-record';
import { found, userEvent } from './records';

describe('the outcome', () => {
  it.each([
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['Client.UnauthorizedOperation', 'denied'],
    ['UnauthorizedOperation', 'denied'],
    ['AuthorizationError', 'denied'],
    ['ForbiddenException', 'denied'],
    ['NoSuchEntityException', 'failed'],
    ['ThrottlingException', 'failed'],
    [undefined, 'done'],
    ['', 'done'],
  ])('%s is %s', (errorCode, outcome) => {
    expect(userEvent({ errorCode }).outcome).toBe(outcome);
  });

  it('a message without a code is a failure, as of a sign-in', () => {
    expect(userEvent({ errorMessage: 'Failed authentication' })).toMatchObject({
      outcome: 'failed',
      error: 'Failed authentication',
    });
  });
});

describe('the resource of a denied call', () => {
  const denied = (errorMessage: string, resources?: unknown) =>
    userEvent({ errorCode: 'AccessDenied', errorMessage, resources }).resource;

  it.each([
    [
      'User: arn:aws:iam::123456789012:user/bob is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::123456789012:user/eve because no identity-based policy allows it',
      'arn:aws:iam::123456789012:user/eve',
    ],
    ['... on resource: user eve with an explicit deny in a service control policy', 'user eve'],
    ['... is not authorized to perform: iam:ListUsers on resource: *', '*'],
  ])('%s', (message, resource) => {
    expect(denied(message)).toBe(resource);
  });

  it('is that of the record if the message names none', () => {
    const arn = 'arn:aws:s3:::payroll';
    expect(denied('Access Denied', [{ type: 'AWS::S3::Object' }, { ARN: arn }])).toBe(arn);
    expect(denied('Access Denied')).toBeUndefined();
  });
});

it('everything that a stranger can choose is cleaned and cut', () => {
  const evil = `\u001B[31m\u202Ebad\n${'x'.repeat(5_000)}`;
  const event = userEvent({
    eventName: evil,
    awsRegion: evil,
    sourceIPAddress: evil,
    userAgent: evil,
    errorCode: evil,
    requestParameters: { userName: evil, nested: { userName: evil } },
    responseElements: { accessKey: { accessKeyId: evil } },
  });
  const texts = [event.name, event.region, event.address, event.agent, event.error];
  const cut = (length: number) => new RegExp(`^\\[31mbad x{${length - 11}}\\.\\.\\.$`);
  for (const text of texts) expect(text).toMatch(cut(200));
  for (const text of [event.parameters.get('userName'), event.issuedKey]) expect(text).toMatch(cut(1_024));
  expect([...event.parameters.keys()]).toStrictEqual(['userName']);
});

it('the service is a short name in every partition', () => {
  expect(userEvent({ eventSource: 'ec2.amazonaws.com' }).service).toBe('ec2');
  expect(userEvent({ eventSource: 'iam.amazonaws.com.cn' }).service).toBe('iam');
});

describe('the credential', () => {
  const of = (record: Readonly<Record<string, unknown>>) => userEvent(record).credential;
  const caller = (fields: object) => ({ userIdentity: { type: 'IAMUser', ...fields } });

  it.each<[string, Readonly<Record<string, unknown>>, unknown]>([
    [
      'an access key',
      caller({ accessKeyId: 'AKIAEXAMPLE000000001' }),
      { kind: 'accessKey', id: 'AKIAEXAMPLE000000001' },
    ],
    [
      'temporary credentials',
      caller({
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionContext: { attributes: { creationDate: '2026-11-20T06:00:00Z', mfaAuthenticated: 'false' } },
      }),
      { kind: 'temporary', id: 'ASIAEXAMPLE000000001', issued: '2026-11-20T06:00:00Z', mfa: false },
    ],
    [
      'temporary credentials with a date that is none',
      caller({
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionContext: { attributes: { creationDate: 'yesterday' } },
      }),
      { kind: 'temporary', id: 'ASIAEXAMPLE000000001' },
    ],
    [
      'a console session',
      { ...caller({ accessKeyId: 'ASIAEXAMPLE000000001' }), sessionCredentialFromConsole: 'true' },
      { kind: 'console' },
    ],
    ['a sign-in', { ...caller({}), eventSource: 'signin.amazonaws.com' }, { kind: 'signIn' }],
    [
      'a federated user',
      {
        userIdentity: {
          type: 'FederatedUser',
          accessKeyId: 'ASIAEXAMPLE000000001',
          arn: 'arn:aws:sts::123456789012:federated-user/mallory',
        },
      },
      { kind: 'federated', id: 'ASIAEXAMPLE000000001', name: 'mallory' },
    ],
    ['none', caller({ accessKeyId: '' }), { kind: 'unnamed' }],
  ])('%s', (_, record, credential) => {
    expect(of(record)).toStrictEqual(credential);
  });
});

describe('what is no record', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an event without id', { ...found(), EventId: undefined }],
    ['an event without time', { ...found(), EventTime: undefined }],
    ['no JSON', { ...found(), CloudTrailEvent: '{' }],
    ['an HTML page', { ...found(), CloudTrailEvent: '<!DOCTYPE html>' }],
    ['a list', { ...found(), CloudTrailEvent: '[]' }],
    ['a record without name', found({ record: { eventName: '' } })],
  ])('%s', (_, event) => {
    expect(recordedEventOf(event)).toBe('unreadable');
  });

  it('a record with odd fields is one all the same', () => {
    const odd = {
      userIdentity: 7,
      requestParameters: [],
      responseElements: 'x',
      resources: {},
      readOnly: 'yes',
    };
    expect(recordedEventOf(found({ record: odd }))).not.toBe('unreadable');
  });
});
