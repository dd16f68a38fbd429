import { changesOf } from '../../../../bin/investigate/summary/changes';
import { MINUTE } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';
import { userEvent } from './records';

const call = (
  eventSource: string,
  eventName: string,
  requestParameters: unknown,
  fields: Readonly<Record<string, unknown>> = {},
  at = NOW,
) => userEvent({ eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters, ...fields }, at);

const whatOf = (...event: Parameters<typeof call>) => changesOf([call(...event)]).map(({ what }) => what);

it.each<[string, Parameters<typeof call>]>([
  ['create user eve', ['iam', 'CreateUser', { userName: 'eve' }]],
  [
    'create access key AKIANEW for user eve',
    [
      'iam',
      'CreateAccessKey',
      { userName: 'eve' },
      { responseElements: { accessKey: { accessKeyId: 'AKIANEW' } } },
    ],
  ],
  ['create access key (id not recorded) for itself', ['iam', 'CreateAccessKey', null]],
  [
    'set access key AKIAOLD of user eve to Active',
    ['iam', 'UpdateAccessKey', { userName: 'eve', accessKeyId: 'AKIAOLD', status: 'Active' }],
  ],
  ['create a console password for user eve', ['iam', 'CreateLoginProfile', { userName: 'eve' }]],
  ['create role admin', ['iam', 'CreateRole', { roleName: 'admin' }]],
  [
    'attach policy arn:aws:iam::aws:policy/AdministratorAccess to user eve',
    [
      'iam',
      'AttachUserPolicy',
      { userName: 'eve', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ],
  ],
  ['put user eve into group admins', ['iam', 'AddUserToGroup', { userName: 'eve', groupName: 'admins' }]],
  ['stop trail main', ['cloudtrail', 'StopLogging', { name: 'main' }]],
  ['delete trail main', ['cloudtrail', 'DeleteTrail', { name: 'main' }]],
  ['change what trail main records', ['cloudtrail', 'PutEventSelectors', { trailName: 'main' }]],
  [
    'deactivate MFA device arn:mfa of user eve',
    ['iam', 'DeactivateMFADevice', { userName: 'eve', serialNumber: 'arn:mfa' }],
  ],
  [
    'get temporary credentials for itself: ASIANEW',
    ['sts', 'GetSessionToken', null, { responseElements: { credentials: { accessKeyId: 'ASIANEW' } } }],
  ],
  ['assume role arn:role as session s', ['sts', 'AssumeRole', { roleArn: 'arn:role', roleSessionName: 's' }]],
])('%s', (what, event) => {
  expect(whatOf(...event)).toStrictEqual([what]);
});

it('a name alone is no change: another service may have a call of that name', () => {
  expect(whatOf('chime', 'CreateUser', { userName: 'eve' })).toStrictEqual([]);
  expect(whatOf('iam', 'toString', {})).toStrictEqual([]);
  expect(whatOf('constructor', 'name', {})).toStrictEqual([]);
});

it('the gravest come first, what was done before what was refused, and the latest before the earlier', () => {
  const changes = changesOf([
    call('sts', 'GetSessionToken', null),
    call('iam', 'CreateAccessKey', { userName: 'eve' }),
    call('iam', 'CreateUser', { userName: 'early' }, {}, NOW - MINUTE),
    call('iam', 'CreateUser', { userName: 'denied' }, { errorCode: 'AccessDenied' }),
    call('iam', 'CreateUser', { userName: 'late' }),
    call('iam', 'CreateUser', { userName: 'failed' }, { errorCode: 'EntityAlreadyExists' }),
    call('cloudtrail', 'StopLogging', { name: 'main' }, { errorCode: 'AccessDenied' }),
  ]);
  expect(changes.map(({ what, outcome }) => `${outcome} ${what}`)).toStrictEqual([
    'denied stop trail main',
    'done create user late',
    'done create user early',
    'denied create user denied',
    'failed create user failed',
    'done create access key (id not recorded) for user eve',
    'done get temporary credentials for itself',
  ]);
});

it('equal changes are one, with the number of times, and name the user', () => {
  const attempt = (at: number) =>
    call('iam', 'PutUserPolicy', { userName: 'eve', policyName: 'p' }, { errorCode: 'AccessDenied' }, at);
  expect(changesOf([attempt(NOW), attempt(NOW - MINUTE)])).toStrictEqual([
    {
      concern: 'access',
      event: 'PutUserPolicy',
      service: 'iam',
      what: 'write inline policy p of user eve',
      user: 'eve',
      outcome: 'denied',
      error: 'AccessDenied',
      region: 'us-east-1',
      count: 2,
      first: '2026-11-20T06:59:00Z',
      last: '2026-11-20T07:00:00Z',
    },
  ]);
});
