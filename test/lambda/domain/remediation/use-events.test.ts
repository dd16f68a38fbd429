import { HOUR, MINUTE } from '../../../../lambda/domain/instant';
import type { Target } from '../../../../lambda/domain/remediation/confirm';
import {
  regionsToAsk,
  type UseEvent,
  useEventOf,
  useHistoryOf,
  useText,
  useVeto,
} from '../../../../lambda/domain/remediation/use-events';
import {
  ACCOUNT,
  aCandidate,
  aKey,
  aLiveKey,
  aPassword,
  aReportRow,
  aUser,
  daysAgo,
  LONG_AGO,
  NOW,
} from '../../../support/builders';

const SECOND = 1_000;
const USED = daysAgo(60);
const PASSWORD: Target = { kind: 'password', user: aUser({ name: 'alice' }) };
const KEY = { kind: 'accessKey', user: aUser({ name: 'alice' }), keyId: aLiveKey().id } as const;
const PLACE = { account: ACCOUNT, region: 'eu-west-1' };

/** An event as the SDK returns it. */
function anEvent(record: unknown, outer: Readonly<Record<string, unknown>> = {}): unknown {
  const CloudTrailEvent = typeof record === 'string' ? record : JSON.stringify(record);
  return { EventId: 'e-1', EventTime: new Date(USED), CloudTrailEvent, ...outer };
}

const CALL = {
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.31.0',
  userIdentity: { type: 'IAMUser', accountId: ACCOUNT.id, userName: 'alice', accessKeyId: KEY.keyId },
};
const SIGN_IN = {
  ...CALL,
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  userIdentity: { type: 'IAMUser', accountId: ACCOUNT.id, userName: 'alice' },
  responseElements: { ConsoleLogin: 'Success' },
};

function aUse(at: number, options: Partial<UseEvent> = {}): UseEvent {
  const event = useEventOf(anEvent(CALL), KEY, PLACE);
  if (typeof event === 'string') throw new Error(event);
  return { ...event, at, ...options };
}

describe('a use younger than the reference time refuses', () => {
  const neverUsed = aCandidate(aReportRow(aKey(1, {})));
  const usedKey = aCandidate(aReportRow(aKey(1, { lastUsed: USED })));
  const usedPassword = aCandidate(aReportRow(aPassword({ lastUsed: USED })));
  const setLater = aCandidate(aReportRow(aPassword({ lastUsed: USED, lastChanged: USED + 2 * MINUTE })));
  const atTheLimit = aCandidate(aReportRow(aKey(1, { lastUsed: daysAgo(45) })));

  it.each([
    ['a key that was never used, a second before its creation', neverUsed, LONG_AGO - SECOND, false],
    ['at its creation', neverUsed, LONG_AGO, false],
    ['a second after', neverUsed, LONG_AGO + SECOND, true],
    ['a key, at its last use', usedKey, USED, false],
    ['within the 15 minutes in which IAM records one use', usedKey, USED + 15 * MINUTE - SECOND, false],
    ['after these', usedKey, USED + 15 * MINUTE, true],
    ['a password, at its last use', usedPassword, USED, false],
    [
      'within the 5 minutes in which IAM records one sign-in',
      usedPassword,
      USED + 5 * MINUTE - SECOND,
      false,
    ],
    ['after these', usedPassword, USED + 5 * MINUTE, true],
    ['a password that was set after its last use, when it was set', setLater, USED + 2 * MINUTE, false],
    ['later, in the 5 minutes of the last use', setLater, USED + 5 * MINUTE - SECOND, false],
    ['and after them', setLater, USED + 5 * MINUTE, true],
    // IAM need not record it, but by it the key is no 45 days unused.
    ['in the 15 minutes, but within the limit', atTheLimit, daysAgo(45) + SECOND, true],
  ])('%s', (_, candidate, at, refuses) => {
    const veto = useVeto(candidate, { use: aUse(at) }, NOW);
    expect(veto?.kind).toBe(refuses ? 'refused' : undefined);
  });

  it('no use refuses nothing', () => {
    expect(useVeto(neverUsed, { use: undefined }, NOW)).toBeUndefined();
  });

  it('the cause says when, by what and from where', () => {
    expect(useVeto(neverUsed, { use: aUse(NOW - HOUR) }, NOW)).toStrictEqual({
      kind: 'refused',
      cause:
        'CloudTrail shows a use since then: 2026-11-20 06:00Z by s3.amazonaws.com ListBuckets from 198.51.100.7 (aws-cli/2.31.0), eu-west-1',
    });
  });
});

describe('which events are uses', () => {
  const other = { ...CALL.userIdentity, accessKeyId: 'AKIAEXAMPLEANOTHER01' };
  it.each<[string, Target, unknown, 'use' | 'refused sign-in' | 'nothing' | 'notUnderstood']>([
    ['a call signed by the key', KEY, anEvent(CALL), 'use'],
    ['also one that was denied', KEY, anEvent({ ...CALL, errorCode: 'AccessDenied' }), 'use'],
    ['not one signed by another key', KEY, anEvent({ ...CALL, userIdentity: other }), 'nothing'],
    ['what has no record, because the lookup was by the key', KEY, anEvent('<html>'), 'use'],
    ['an event without a time cannot be told', KEY, { CloudTrailEvent: '{}' }, 'notUnderstood'],
    ['nor can what is none', KEY, 'event', 'notUnderstood'],
    ['a sign-in by the password', PASSWORD, anEvent(SIGN_IN), 'use'],
    ['another call of the user is none', PASSWORD, anEvent(CALL), 'nothing'],
    [
      'a ConsoleLogin of another service is none',
      PASSWORD,
      anEvent({ ...SIGN_IN, eventSource: 'evil.amazonaws.com' }),
      'nothing',
    ],
    [
      'a sign-in under the name as the user typed it',
      PASSWORD,
      anEvent({ ...SIGN_IN, userIdentity: { type: 'IAMUser', userName: 'ALICE' } }),
      'use',
    ],
    [
      'a sign-in that AWS refused',
      PASSWORD,
      anEvent({ ...SIGN_IN, responseElements: { ConsoleLogin: 'Failure' } }),
      'refused sign-in',
    ],
    [
      'a sign-in that does not say how it ended counts',
      PASSWORD,
      anEvent({ ...SIGN_IN, responseElements: null }),
      'use',
    ],
    [
      'a role session of the same name signs in without the password',
      PASSWORD,
      anEvent({ ...SIGN_IN, userIdentity: { type: 'AssumedRole', userName: 'alice' } }),
      'nothing',
    ],
    [
      'a user of another account',
      PASSWORD,
      anEvent({ ...SIGN_IN, userIdentity: { ...SIGN_IN.userIdentity, accountId: '999999999999' } }),
      'nothing',
    ],
    [
      'a user of another name',
      PASSWORD,
      anEvent({ ...SIGN_IN, userIdentity: { ...SIGN_IN.userIdentity, userName: 'bob' } }),
      'nothing',
    ],
    [
      'an earlier user of that name',
      PASSWORD,
      anEvent(SIGN_IN, { EventTime: new Date(LONG_AGO - SECOND) }),
      'nothing',
    ],
    ['a sign-in without a record', PASSWORD, anEvent('', { EventName: 'ConsoleLogin' }), 'use'],
    ['another event without a record', PASSWORD, anEvent('', { EventName: 'ListUsers' }), 'nothing'],
    ['an event of which only the time is known', PASSWORD, anEvent(''), 'use'],
  ])('%s', (_, target, event, expected) => {
    const found = useEventOf(event, target, PLACE);
    const kind = typeof found === 'string' ? found : found.isRefusedSignIn ? 'refused sign-in' : 'use';
    expect(kind).toBe(expected);
  });

  it('what is not known is called unknown, and the region is the one that was asked', () => {
    const found = useEventOf(anEvent('<html>', { EventId: undefined }), KEY, PLACE);
    expect(typeof found === 'string' ? found : useText(found)).toBe(
      '2026-09-21 07:00Z by unknown unknown from unknown (unknown), eu-west-1',
    );
  });

  it('a failed call says how', () => {
    expect(useText(aUse(USED, { error: 'AccessDenied' }))).toBe(
      '2026-09-21 07:00Z by s3.amazonaws.com ListBuckets, which failed with AccessDenied, from 198.51.100.7 (aws-cli/2.31.0), eu-west-1',
    );
  });
});

it('every text that others choose is cleaned and cut', () => {
  const hostile = `\u001b[31m\r\nDISABLED (1)\u202e${'x'.repeat(5_000)}`;
  const record = {
    eventSource: hostile,
    eventName: hostile,
    awsRegion: hostile,
    sourceIPAddress: hostile,
    userAgent: hostile,
    errorCode: hostile,
    userIdentity: { accessKeyId: KEY.keyId },
  };
  const event = useEventOf(anEvent(record, { EventId: hostile }), KEY, PLACE);
  if (typeof event === 'string') throw new Error(event);
  const { at: _, isRefusedSignIn: __, ...texts } = event;
  for (const text of Object.values(texts)) {
    expect(text).not.toMatch(/[\p{C}\n]/u);
    expect((text ?? '').length).toBeLessThanOrEqual(100);
  }
});

describe('the regions that are asked', () => {
  it.each([
    ['aws', 'password', undefined, ['us-east-1', 'eu-west-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2']],
    ['aws', 'accessKey', 'sa-east-1', ['us-east-1', 'eu-west-1', 'sa-east-1']],
    ['aws', 'accessKey', 'us-east-1', ['us-east-1', 'eu-west-1']],
    ['aws', 'accessKey', 'N/A', ['us-east-1', 'eu-west-1']],
    ['aws', 'accessKey', 'evil.example.com/', ['us-east-1', 'eu-west-1']],
    ['aws-cn', 'password', undefined, ['cn-north-1', 'eu-west-1']],
    ['aws-iso', 'accessKey', undefined, ['eu-west-1']],
  ])('%s, %s, last used in %s', (partition, kind, lastUseRegion, regions) => {
    const target = kind === 'password' ? PASSWORD : KEY;
    const account = { ...ACCOUNT, partition };
    expect(regionsToAsk({ target, lastUseRegion }, { account, region: 'eu-west-1' })).toStrictEqual(regions);
  });
});

it('of all regions the latest use and the latest refused sign-in count', () => {
  const refused = { isRefusedSignIn: true };
  expect(
    useHistoryOf([
      { region: 'us-east-1', events: [aUse(1, refused), aUse(2), aUse(3, refused)], cause: undefined },
      { region: 'eu-west-1', events: [aUse(4), aUse(3)], cause: 'throttled' },
      { region: 'us-east-2', events: [], cause: undefined },
    ]),
  ).toMatchObject({
    use: { at: 4 },
    refusedSignIn: { at: 3 },
    read: ['us-east-1', 'us-east-2'],
    unread: [{ region: 'eu-west-1', cause: 'throttled' }],
  });
});
