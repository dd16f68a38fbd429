import { activityOf } from '../../../../bin/investigate/summary/activity';
import { HOUR } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';
import { bob, KEY, signIn, userEvent } from './records';

const KEYS = { kind: 'read', value: [{ id: KEY, status: 'Active' }] } as const;
const byKey = (accessKeyId: string) => ({ userIdentity: bob({ accessKeyId }) });

it('nothing shows nothing', () => {
  expect(activityOf([], KEYS)).toStrictEqual({
    events: 0,
    changes: [],
    signIns: [],
    usedCredentials: [],
    addresses: [],
    agents: [],
    denied: [],
    calls: [],
  });
});

it('calls: those that may have changed something first, then the most frequent', () => {
  const { calls, events, first, last } = activityOf(
    [
      userEvent({}, NOW - HOUR),
      userEvent({}, NOW),
      userEvent({ errorCode: 'AccessDenied' }, NOW - 2 * HOUR),
      userEvent({ eventSource: 'ec2.amazonaws.com', eventName: 'RunInstances', readOnly: false }),
      userEvent({ eventName: 'GetUser', errorCode: 'NoSuchEntityException' }),
    ],
    KEYS,
  );
  expect({ events, first, last }).toStrictEqual({
    events: 5,
    first: '2026-11-20T05:00:00Z',
    last: '2026-11-20T07:00:00Z',
  });
  expect(calls).toMatchObject([
    { service: 'ec2', event: 'RunInstances', readOnly: false, count: 1, denied: 0, failed: 0 },
    {
      event: 'ListUsers',
      count: 3,
      denied: 1,
      failed: 0,
      first: '2026-11-20T05:00:00Z',
      last: '2026-11-20T07:00:00Z',
    },
    { event: 'GetUser', count: 1, denied: 0, failed: 1 },
  ]);
});

describe('used credentials', () => {
  it('each key is one, with its status now and the addresses', () => {
    const { usedCredentials } = activityOf(
      [
        userEvent(),
        userEvent({ sourceIPAddress: '203.0.113.9', errorCode: 'AccessDenied' }),
        userEvent(byKey('AKIAEXAMPLEDELETED01')),
        signIn(),
      ],
      KEYS,
    );
    expect(usedCredentials).toMatchObject([
      {
        kind: 'accessKey',
        id: KEY,
        status: 'Active',
        count: 2,
        denied: 1,
        addresses: ['192.0.2.10', '203.0.113.9'],
      },
      { kind: 'accessKey', id: 'AKIAEXAMPLEDELETED01', status: 'not listed', count: 1 },
      { kind: 'signIn', count: 1 },
    ]);
  });

  it('a status is unknown if the keys could not be read, and not listed if the user is gone', () => {
    const statusOf = (keys: Parameters<typeof activityOf>[1]) =>
      activityOf([userEvent()], keys).usedCredentials.map(({ status }) => status);
    expect(statusOf({ kind: 'unreadable', cause: 'AccessDenied' })).toStrictEqual(['unknown']);
    expect(statusOf(undefined)).toStrictEqual(['not listed']);
  });

  it('all console sessions are one, whatever the ids of their credentials are', () => {
    const session = (id: string) => userEvent({ ...byKey(id), sessionCredentialFromConsole: 'true' });
    const { usedCredentials } = activityOf([session('ASIAONE'), session('ASIATWO')], KEYS);
    expect(usedCredentials).toMatchObject([{ kind: 'console', count: 2 }]);
  });
});

it('addresses and agents have their first, last and number, the most frequent first', () => {
  const { addresses, agents } = activityOf(
    [
      userEvent({ sourceIPAddress: '203.0.113.9', userAgent: 'Boto3' }, NOW - HOUR),
      userEvent({ sourceIPAddress: '203.0.113.9', userAgent: 'curl' }, NOW),
      userEvent({ userAgent: 'curl' }),
      userEvent({ sourceIPAddress: '203.0.113.9', userAgent: 'curl', ...byKey('AKIAOTHER') }, NOW),
    ],
    KEYS,
  );
  expect(addresses).toMatchObject([
    {
      address: '203.0.113.9',
      count: 3,
      first: '2026-11-20T06:00:00Z',
      last: '2026-11-20T07:00:00Z',
      agents: ['curl', 'Boto3'],
      credentials: [`access key ${KEY}`, 'access key AKIAOTHER'],
    },
    { address: '192.0.2.10', count: 1 },
  ]);
  expect(agents).toMatchObject([
    { agent: 'curl', count: 3 },
    { agent: 'Boto3', count: 1, first: '2026-11-20T06:00:00Z' },
  ]);
});

it('denied calls are one for each call, error and resource', () => {
  const denied = (errorMessage: string) => userEvent({ errorCode: 'AccessDenied', errorMessage });
  const activity = activityOf(
    [denied('on resource: a'), denied('on resource: b'), denied('on resource: a'), denied('no'), userEvent()],
    KEYS,
  );
  expect(activity.denied.map(({ resource, count }) => [resource, count])).toStrictEqual([
    ['a', 2],
    ['b', 1],
    [undefined, 1],
  ]);
});

it('sign-ins: the latest first, with outcome and MFA', () => {
  const { signIns } = activityOf(
    [
      signIn({}, NOW - HOUR),
      signIn({ additionalEventData: { MFAUsed: 'Yes' } }),
      signIn(
        { responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' },
        NOW - 2 * HOUR,
      ),
      signIn({ responseElements: null, additionalEventData: null }, NOW - 3 * HOUR),
      userEvent({ eventName: 'ConsoleLogin' }),
      userEvent({ eventSource: 'signin.amazonaws.com', eventName: 'CheckMfa' }),
    ],
    KEYS,
  );
  expect(signIns.map(({ outcome, mfa, error }) => [outcome, mfa, error])).toStrictEqual([
    ['success', 'yes', undefined],
    ['success', 'no', undefined],
    ['failure', 'no', 'Failed authentication'],
    ['unknown', 'unknown', undefined],
  ]);
});
