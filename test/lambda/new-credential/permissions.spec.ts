import {
  READS_OF_A_NEW_USER,
  READS_OF_ITS_GROUPS,
  READS_OF_ITS_POLICIES,
} from '../../../lambda/domain/iam-actions';
import { ACCOUNT } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { cloudTrailEvent, createAccessKey } from '../../support/cloudtrail';
import type { Fault } from '../../support/fake-aws';
import { tooWide } from '../domain/digest/run-reports';
import { BOB, toldOf } from './told';

afterEach(closeAll);

const OWN = `arn:aws:iam::${ACCOUNT.id}:policy/own`;
const some = { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } };
const all = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const NEW_USER = cloudTrailEvent('CreateUser');
const NEW_PASSWORD = cloudTrailEvent('CreateLoginProfile', { eventID: 'two' });
const NEW_KEY = createAccessKey({ eventID: 'three' });

const GRANTED = [...READS_OF_A_NEW_USER, ...READS_OF_ITS_GROUPS, ...READS_OF_ITS_POLICIES];

/** Bob has a policy of each kind. */
const everyKind = {
  users: [{ ...BOB, groups: ['team'], attachedPolicies: [OWN], inlinePolicies: ['mine'] }],
  account: {
    documents: { [OWN]: some, ours: all },
    groups: [{ name: 'team', attachedPolicies: [], inlinePolicies: ['ours'] }],
  },
};

it('a new user that is an administrator by a group: subject and mail say so, and name all policies', async () => {
  const { mails } = await toldOf(NEW_USER, everyKind);
  expect(mails[0]?.subject).toBe(`iam-lapse ${ACCOUNT.id}: ADMINISTRATOR: new user bob`);
  expect(mails[0]?.message).toMatchInlineSnapshot(`
    "New user bob
    Account 123456789012, 2026-11-20T07:00:00Z

      By: arn:aws:sts::123456789012:assumed-role/Admin/olga
      From: 192.0.2.10, aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1
          lang/python#3.13
      Permissions of bob as this mail was written: AN ADMINISTRATOR, by ours
          (inline, group team). Policies: own, mine (inline), ours (inline,
          group team).
      MFA of bob: NO device
      Policy: the user is not exempt. A new user has no password and no
          access key, so there is nothing to disable yet.
    "
  `);
});

it('its role may read what it reads, and nothing that it does not', async () => {
  const { calls } = await toldOf(NEW_USER, everyKind);
  const ofIam = [...new Set(calls)].filter(
    (action) => !['GetParameters', 'Publish', 'GetObject', 'PutObject'].includes(action),
  );
  expect(ofIam.map((action) => `iam:${action}`).toSorted()).toEqual(GRANTED.toSorted());
});

it('of a user, a password and a key in one batch, the policies are read once', async () => {
  const { calls, mails } = await toldOf([NEW_USER, NEW_PASSWORD, NEW_KEY], everyKind);
  expect(mails[0]?.subject).toBe(`iam-lapse ${ACCOUNT.id}: 3 new, 3 OF ADMINISTRATORS: new user bob, ...`);
  expect(mails[0]?.message.match(/AN ADMINISTRATOR/g)).toHaveLength(3);
  expect(calls.filter((action) => action === 'ListAttachedUserPolicies')).toHaveLength(1);
  expect(calls.filter((action) => action === 'GetGroupPolicy')).toHaveLength(1);
});

describe('what cannot be read is said, and never "no administrator"', () => {
  const no = { error: { code: 'AccessDenied', status: 403, message: 'no' } };
  const lesser = {
    ...everyKind,
    account: { ...everyKind.account, documents: { [OWN]: some, ours: some } },
  };
  const unknown = (action: string) =>
    `whether it is an administrator is not known: ${action} failed: AccessDenied: no. Policies: own, mine (inline)`;
  it.each<[string, Fault, string]>([
    [
      'the policies',
      { action: 'ListAttachedUserPolicies', ...no },
      'written: not known: ListAttachedUserPolicies failed: AccessDenied: no MFA of bob',
    ],
    [
      'the groups',
      { action: 'ListGroupsForUser', ...no },
      `${unknown('ListGroupsForUser')}, others that could not be read.`,
    ],
    [
      'a group',
      { action: 'ListGroupPolicies', ...no },
      `${unknown('ListGroupPolicies')}, others that could not be read.`,
    ],
    [
      'a document',
      { action: 'GetPolicyVersion', ...no },
      'not known: policy own: GetPolicyVersion failed: AccessDenied: no. Policies: own, mine (inline), ours (inline, group team).',
    ],
    [
      'in time',
      { action: 'GetPolicy', latencyMs: 4_000 },
      'written: not known: not read within 1.5 s MFA of bob: NO device',
    ],
  ])('%s', async (_, fault, expected) => {
    const { text, mails } = await toldOf(NEW_KEY, { ...lesser, faults: [fault], longestMs: 1_500 });
    expect(text).toContain(expected);
    expect(text).toContain('the user is not exempt');
    expect(mails[0]?.subject).toBe(`iam-lapse ${ACCOUNT.id}: access key created for bob`);
    expect(tooWide(mails[0]?.message ?? '')).toEqual([]);
  });

  it('without a fault, none allows everything', async () => {
    const { text } = await toldOf(NEW_KEY, lesser);
    expect(text).toContain(
      'none of its policies allows everything. Policies: own, mine (inline), ours (inline, group team).',
    );
  });
});

describe('whatever call fails, in whatever way, the mail goes out and claims nothing that was not read', () => {
  const lesser = { ...everyKind, account: { ...everyKind.account, documents: { [OWN]: some, ours: some } } };
  const ofPermissions = GRANTED.filter(
    (action) => action !== 'iam:GetUser' && action !== 'iam:ListMFADevices',
  );
  const ways: readonly [string, Omit<Fault, 'action'>][] = [
    ['denied', { error: { code: 'AccessDenied', status: 403 } }],
    ['a user or policy that is gone', { error: { code: 'NoSuchEntity', status: 404 } }],
    ['an outage', { error: { code: 'ServiceFailure', status: 500 } }],
    ['HTML', { html: true }],
    ['an empty body', { emptyBody: true }],
    ['a reset', { reset: true }],
  ];
  it.each(ways)('%s', async (_, way) => {
    for (const action of ofPermissions) {
      const fault = { action: action.replace('iam:', ''), ...way };
      const { text, mails } = await toldOf(NEW_KEY, { ...lesser, faults: [fault] });
      expect(mails).toHaveLength(1);
      expect([action, /not known: .{9,}/.test(text)]).toEqual([action, true]);
      expect(text).not.toMatch(/none of its policies|no policy|AN ADMINISTRATOR/);
    }
  });
});

it('the root user is not asked about', async () => {
  const { calls, mails } = await toldOf(
    createAccessKey({ userIdentity: { type: 'Root' }, requestParameters: null }),
  );
  expect(mails).toHaveLength(1);
  expect(calls.filter((action) => /Polic/.test(action))).toEqual([]);
});
