import type { Investigation } from '../../../../bin/investigate/investigation';
import { reportOf } from '../../../../bin/investigate/report/report';
import { MINUTE } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';
import { signIn, userEvent } from '../summary/records';
import { anInvestigation, regionsWith, someCredentials } from './investigations';

const titlesOf = (investigation: Investigation) => reportOf(investigation).sections.map(({ title }) => title);
const rowsOf = (investigation: Investigation, title: string) =>
  reportOf(investigation).sections.find((section) => section.title === title)?.rows ?? [];
const DENIED = { kind: 'unreadable', cause: 'X failed: AccessDenied' } as const;
const QUARANTINE = 'AWSCompromisedKeyQuarantineV3';
const attached = (name: string) => ({
  kind: 'read' as const,
  value: [{ name, arn: `arn:aws:iam::aws:policy/${name}` }],
});

const change = (eventName: string, requestParameters: unknown, fields = {}) =>
  userEvent({ eventName, requestParameters, readOnly: false, ...fields });

it('the gravest comes first', () => {
  const investigation = anInvestigation({
    credentials: someCredentials({ attachedPolicies: attached(QUARANTINE), groups: DENIED }),
    events: [
      change('StopLogging', { name: 'main' }, { eventSource: 'cloudtrail.amazonaws.com' }),
      change('CreateUser', { userName: 'eve' }),
      change('CreateAccessKey', { userName: 'eve' }),
      change('AssumeRole', { roleArn: 'arn:role' }, { eventSource: 'sts.amazonaws.com' }),
      signIn(),
      userEvent({ errorCode: 'AccessDenied' }),
    ],
  });
  expect(titlesOf(investigation)).toStrictEqual([
    'AWS TAKES THIS USER FOR COMPROMISED',
    'WHAT COULD NOT BE READ',
    'STOPPED OR CHANGED WHAT WATCHES THE ACCOUNT',
    'CREATED USERS AND ROLES, CHANGED PERMISSIONS',
    'CREATED OR CHANGED CREDENTIALS',
    'GOT TEMPORARY CREDENTIALS AND ROLES',
    'LOOK AT THESE USERS NEXT',
    'CONSOLE SIGN-INS',
    'CREDENTIALS THAT MADE THE CALLS',
    'SOURCE ADDRESSES',
    'PROGRAMS',
    'DENIED CALLS',
    'CALLS THAT MAY HAVE CHANGED SOMETHING',
    'CALLS THAT ONLY READ',
    'THE USER NOW',
  ]);
});

it('no section is empty', () => {
  expect(titlesOf(anInvestigation())).toStrictEqual(['THE USER NOW']);
  const { credentials: _, ...gone } = anInvestigation();
  expect(titlesOf({ ...gone, identity: { kind: 'gone' } })).toStrictEqual([]);
});

describe('the lead', () => {
  const leadOf = (fields: Parameters<typeof anInvestigation>[0]) => reportOf(anInvestigation(fields)).lead;

  it('says what was found', () => {
    expect(
      leadOf({
        events: [
          change('CreateUser', { userName: 'eve' }),
          change('CreateRole', { roleName: 'r' }, { errorCode: 'AccessDenied' }),
          signIn(),
        ],
      }),
    ).toStrictEqual([
      '3 calls from 2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 hours), by 2 credentials from 1 address; 1 denied. The first was 2026-11-20 07:00, the last 2026-11-20 07:00.',
      'Among them: 1 change of users, permissions, credentials or trails, 1 console sign-in.',
    ]);
  });

  it('tells nothing found from nothing read', () => {
    expect(leadOf({})).toStrictEqual([
      'CloudTrail shows no call of this user from 2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 hours).',
    ]);
    const regions = regionsWith({ pages: 0, cause: 'AccessDenied' }, {});
    expect(leadOf({ regions }).join(' ')).toContain('it is not known what this user did');
  });

  it('says that the user is gone', () => {
    expect(leadOf({ identity: { kind: 'gone' } })[0]).toBe('IAM has no user of this name now.');
  });
});

describe('what could not be read', () => {
  const unread = (fields: Parameters<typeof anInvestigation>[0]) =>
    rowsOf(anInvestigation(fields), 'WHAT COULD NOT BE READ');

  it('names each read and each key, and the regions of one cause together', () => {
    expect(
      unread({
        identity: DENIED,
        credentials: someCredentials({
          password: DENIED,
          accessKeys: {
            kind: 'read',
            value: [{ id: 'AKIA1', status: 'Active', created: '2026-01-01T00:00:00Z', lastUsed: DENIED }],
          },
        }),
        regions: regionsWith({ cause: 'denied' }),
      }),
    ).toStrictEqual([
      ['the user itself', DENIED.cause],
      ['console password', DENIED.cause],
      ['last use of AKIA1', DENIED.cause],
      ['CloudTrail in us-east-1, eu-west-1', 'denied'],
    ]);
  });

  it('pages that were left, and events that are none', () => {
    const regions = regionsWith({ more: true, completeSince: '2026-11-20T06:58:00Z' }, { more: true });
    expect(
      unread({ regions, leftOut: { namesake: 0, other: 0, unreadable: 2 } }).map(([what]) => what),
    ).toStrictEqual(['events in us-east-1 before 2026-11-20 06:58', 'events in eu-west-1', '2 events']);
  });

  it('is not in the list of what there is', () => {
    const credentials = someCredentials({ groups: DENIED, password: DENIED });
    const now = rowsOf(anInvestigation({ credentials }), 'THE USER NOW').map(([what]) => what);
    expect(now).not.toContain('group');
    expect(now).not.toContain('console password');
    expect(now).toContain('inline policy');
  });
});

it('the user now has every credential, and says what there is not', () => {
  const at = '2026-11-20T06:00:00Z';
  const credentials = someCredentials({
    password: { kind: 'read', value: { created: at } },
    accessKeys: {
      kind: 'read',
      value: [
        {
          id: 'AKIA1',
          status: 'Active',
          created: at,
          lastUsed: { kind: 'read', value: { at, region: 'eu-west-1', service: 's3' } },
        },
        { id: 'AKIA2', status: 'Expired', created: at, lastUsed: { kind: 'read', value: 'none' } },
        { id: 'AKIA3', status: 'Inactive', created: at, lastUsed: DENIED },
      ],
    },
    serviceCredentials: {
      kind: 'read',
      value: [{ id: 'ACCA1', service: 'bedrock.amazonaws.com', status: 'Active', created: at, expires: at }],
    },
  });
  expect(rowsOf(anInvestigation({ credentials }), 'THE USER NOW').slice(1)).toStrictEqual([
    ['console password', 'created 2026-11-20 06:00, never used'],
    ['access key', 'AKIA1, Active, created 2026-11-20 06:00, last used 2026-11-20 06:00 for s3 in eu-west-1'],
    ['access key', 'AKIA2, Expired, created 2026-11-20 06:00, never used'],
    ['access key', 'AKIA3, Inactive, created 2026-11-20 06:00, last use not known'],
    ['MFA device', 'none'],
    [
      'service-specific credential',
      'ACCA1 for bedrock.amazonaws.com, Active, created 2026-11-20 06:00, expires 2026-11-20 06:00',
    ],
    ['SSH public key', 'none'],
    ['signing certificate', 'none'],
    ['group', 'none'],
    ['attached policy', 'none'],
    ['inline policy', 'none'],
  ]);
});

it.each([
  ['AWSCompromisedKeyQuarantine', 1],
  ['AWSCompromisedKeyQuarantineV4', 1],
  ['ReadOnlyAccess', 0],
])('policy %s: a key in public in %i', (name, number) => {
  const investigation = anInvestigation({
    credentials: someCredentials({ attachedPolicies: attached(name) }),
  });
  expect(rowsOf(investigation, 'AWS TAKES THIS USER FOR COMPROMISED')).toHaveLength(number);
});

it('users that this one changed are next, once, if their names can be pasted', () => {
  const events = [
    change('CreateUser', { userName: 'eve' }),
    change('CreateAccessKey', { userName: 'eve' }),
    change('CreateAccessKey', { userName: 'Bob' }),
    change('UpdateUser', { userName: 'bob', newUserName: 'robert' }),
    change('CreateUser', { userName: 'tried' }, { errorCode: 'AccessDenied' }),
    change('CreateUser', { userName: '--html=/tmp/x' }),
    change('CreateUser', { userName: 'x;reboot' }),
    change('CreateUser', { userName: '$(reboot)' }),
  ];
  expect(rowsOf(anInvestigation({ events }), 'LOOK AT THESE USERS NEXT')).toStrictEqual([
    ['eve', 'npm run investigate -- eve'],
    ['robert', 'npm run investigate -- robert'],
  ]);
});

describe('the notes', () => {
  const notesOf = (fields: Parameters<typeof anInvestigation>[0]) =>
    reportOf(anInvestigation(fields)).notes.join('\n');

  it('name every region, why it was asked and what it had', () => {
    const regions = regionsWith({ events: 3 }, { pages: 0 });
    expect(notesOf({ regions })).toContain(
      'us-east-1 (IAM, sign-ins: 3 events), eu-west-1 (your region, last use of a key: not read)',
    );
  });

  it('say what was left out', () => {
    const notes = notesOf({ leftOut: { namesake: 1, other: 2, unreadable: 0 } });
    expect(notes).toContain('Left out: 1 event of an earlier user bob, who was deleted.');
    expect(notes).toContain('Left out: 2 events of somebody else of this name');
    expect(notesOf({})).not.toContain('Left out');
  });

  it("say where the region of IAM's events is not known", () => {
    expect(notesOf({ partition: 'aws-iso' })).toContain("not known which region has IAM's events");
    expect(notesOf({})).not.toContain('not known');
  });
});

it('attempts to sign in that differ in their time alone are one, and those that succeeded come first', () => {
  const failed = { responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' };
  const events = [
    signIn(failed, NOW),
    signIn(failed, NOW - MINUTE),
    signIn({ ...failed, errorMessage: undefined }, NOW - 2 * MINUTE),
    signIn({ additionalEventData: { MFAUsed: 'Yes' } }, NOW - 3 * MINUTE),
  ];
  const section = reportOf(anInvestigation({ events })).sections.find(
    ({ title }) => title === 'CONSOLE SIGN-INS',
  );
  expect(section?.note).toBe('1 succeeded, 0 of them without MFA; 3 failed.');
  expect(section?.rows.map((row) => row.slice(0, 5))).toStrictEqual([
    ['signed in', 'with MFA', 'from 192.0.2.10', '', '2026-11-20 06:57'],
    [
      'FAILED, Failed authentication',
      'without MFA',
      'from 192.0.2.10',
      '2 times',
      '2026-11-20 06:59 to 07:00',
    ],
    ['FAILED', 'without MFA', 'from 192.0.2.10', '', '2026-11-20 06:58'],
  ]);
});
