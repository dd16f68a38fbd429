import { emptyLedger, type Entry, type Ledger } from '../../../lambda/domain/ledger/schema';
import { ACCOUNT, anExemption, daysAgo } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { cloudTrailEvent, createAccessKey, NEW_KEY, updateAccessKey } from '../../support/cloudtrail';
import type { Fault } from '../../support/fake-aws';
import { BOBS_KEY, openLedger } from '../../support/open-ledger';
import { tooWide } from '../domain/digest/run-reports';
import { BOB, toldOf } from './told';

afterEach(closeAll);

const PASSWORD_ID = `arn:aws:iam::${ACCOUNT.id}:user/team/bob@2024-01-01T00:00:00Z/password`;
const KEY_ID = `arn:aws:iam::${ACCOUNT.id}:user/team/bob@2024-01-01T00:00:00Z/key@2024-01-01T00:00:00Z`;

const disabled = {
  ...emptyLedger(ACCOUNT.id),
  credentials: {
    [KEY_ID]: { disabledAt: daysAgo(3), keyId: NEW_KEY },
    [PASSWORD_ID]: { disabledAt: daysAgo(4) },
  },
};

const keyEntry = (entry: Entry): Ledger => ({
  ...emptyLedger(ACCOUNT.id),
  credentials: { [KEY_ID]: { keyId: NEW_KEY, ...entry } },
});

it('a new key: who, for whom, from where, what the policy will do with it and when', async () => {
  const { mails } = await toldOf(createAccessKey());
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe(`iam-lapse ${ACCOUNT.id}: access key created for bob`);
  expect(mails[0]?.message).toMatchInlineSnapshot(`
    "Access key created for bob (AKIA...Y001)
    Account 123456789012, 2026-11-20T07:00:00Z

      By: arn:aws:sts::123456789012:assumed-role/Admin/olga
      From: 192.0.2.10, aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1
          lang/python#3.13
      Permissions of bob as this mail was written: no policy, and none by a
          group.
      MFA of bob: NO device
      Policy: the user is not exempt. If nobody uses it, it becomes stale on
          2027-01-04, after 45 days. In mode enforce it is disabled then,
          with 7 days of notice.
    "
  `);
});

describe('what it says', () => {
  it.each<[string, unknown, Parameters<typeof toldOf>[1], string]>([
    ['MFA', createAccessKey(), { users: [{ ...BOB, mfa: true }] }, 'MFA of bob: a device'],
    [
      'exempt',
      createAccessKey(),
      { policy: { exemptions: [anExemption({ match: { users: ['b*'] } })] } },
      'Policy: the user is exempt by break-glass (no end): tested yearly',
    ],
    [
      'exempt by a group',
      createAccessKey(),
      {
        users: [{ ...BOB, groups: ['robots'] }],
        policy: { exemptions: [anExemption({ match: { groups: ['robots'] } })] },
      },
      'Policy: the user is exempt by break-glass',
    ],
    [
      'not exempt as a user without keys, because there is one now',
      createAccessKey(),
      { policy: { exemptions: [anExemption({ match: { keys: 'none' } })] } },
      'Policy: the user is not exempt.',
    ],
    [
      'that it does not know who has no keys, for a password',
      cloudTrailEvent('CreateLoginProfile'),
      { policy: { exemptions: [anExemption({ match: { keys: 'none' } })] } },
      'Policy: whether the user is exempt is not known.',
    ],
    [
      'a new user',
      cloudTrailEvent('CreateUser'),
      {},
      'not exempt. A new user has no password and no access key, so there is nothing to disable yet.',
    ],
    [
      'a password',
      cloudTrailEvent('CreateLoginProfile'),
      { policy: { password: { maxUnusedDays: 90 } } },
      'stale on 2027-02-18, after 90 days',
    ],
    [
      'a key that the sweep had disabled',
      updateAccessKey('Active'),
      { ledger: disabled },
      'THE SWEEP HAD DISABLED THIS ONE, on 2026-11-17 Policy: the user is not exempt. It gets a fresh clock now. If nobody uses it, it becomes stale on 2027-01-04',
    ],
    [
      'one that the sweep had perhaps disabled',
      updateAccessKey('Active'),
      { ledger: keyEntry({ disabledAt: daysAgo(3), unproven: true, timesRestored: 1 }) },
      "PERHAPS THE SWEEP HAD DISABLED THIS ONE, on 2026-11-17: IAM's answer was lost Policy: the user is not exempt. It gets a fresh clock now.",
    ],
    [
      'one that a killed run had planned',
      updateAccessKey('Active', BOBS_KEY.keyId),
      { ledger: openLedger({ planned: [BOBS_KEY] }) },
      'PERHAPS THE SWEEP HAD DISABLED THIS ONE: its run of 2026-11-20T06:45:00Z planned to and has not ended Policy: the user is not exempt. Its clock runs from its last use',
    ],
    [
      'enabled again for the second time',
      updateAccessKey('Active'),
      { ledger: keyEntry({ disabledAt: daysAgo(3), restoredAt: daysAgo(60), timesRestored: 1 }) },
      'ONE, on 2026-11-17 Policy: the user is not exempt. iam-lapse will leave it alone as held: enabled again 2 times after it was disabled',
    ],
    [
      'a fresh clock that any use of the user moves',
      createAccessKey(),
      { policy: { judge: 'user' } },
      'If nobody uses it, and the user uses no other credential, it becomes stale on 2027-01-04',
    ],
    [
      'an old clock that any use of the user moves',
      updateAccessKey('Active', 'AKIAANOTHERKEY000001'),
      { policy: { judge: 'user' } },
      "Its clock runs from the user's last use of any credential. It is stale 45 days after that",
    ],
    [
      'a password that the sweep had deleted',
      cloudTrailEvent('CreateLoginProfile'),
      { ledger: disabled },
      'THE SWEEP HAD DISABLED THIS ONE, on 2026-11-16',
    ],
    [
      'a key that somebody else had disabled',
      updateAccessKey('Active', 'AKIAANOTHERKEY000001'),
      { ledger: disabled },
      'Its clock runs from its last use. It is stale 45 days after that, perhaps already',
    ],
    [
      'the root user',
      createAccessKey({ userIdentity: { type: 'Root' }, requestParameters: null }),
      {},
      'iam-lapse never touches the root user. Find out who did this, and delete the key.',
    ],
    [
      "the root user's password",
      cloudTrailEvent('CreateLoginProfile', { userIdentity: { type: 'Root' }, requestParameters: null }),
      {},
      'Find out who did this. If it was not one of you, reset the password',
    ],
    [
      'an enabled key without an id',
      cloudTrailEvent('UpdateAccessKey', { requestParameters: { userName: 'bob', status: 'Active' } }),
      {},
      'Access key enabled again for bob (key id unknown)',
    ],
  ])('%s', async (_, event, options, expected) => {
    const { text, mails } = await toldOf(event, options);
    expect(text).toContain(expected);
    expect(tooWide(mails[0]?.message ?? '')).toEqual([]);
  });

  it.each<[string, string, Ledger]>([
    ['that nobody had disabled', 'AKIAANOTHERKEY000001', disabled],
    [
      'that was enabled again long ago',
      NEW_KEY,
      keyEntry({ disabledAt: daysAgo(90), restoredAt: daysAgo(89), timesRestored: 1 }),
    ],
  ])('a key %s is not said to be disabled by the sweep', async (_, keyId, ledger) => {
    const { text } = await toldOf(updateAccessKey('Active', keyId), { ledger });
    expect(text).not.toContain('SWEEP HAD');
    expect(text).toContain('Its clock runs from its last use');
  });
});

describe('what cannot be read is said, and the mail goes out', () => {
  const no = { error: { code: 'AccessDenied', status: 403, message: 'no' } };
  it.each<[string, Fault, string]>([
    [
      'the user',
      { action: 'GetUser', ...no },
      'what it means for this user is not known: GetUser failed: AccessDenied: no',
    ],
    [
      'MFA',
      { action: 'ListMFADevices', ...no },
      'MFA of bob: not known: ListMFADevices failed: AccessDenied: no',
    ],
    [
      'MFA, with a page of HTML',
      { action: 'ListMFADevices', html: true },
      'MFA of bob: not known: ListMFADevices',
    ],
    [
      'the policy',
      { action: 'GetParameters', ...no },
      'Policy: not known: GetParameters failed: AccessDenied',
    ],
    [
      'the ledger',
      { action: 'GetObject', ...no },
      'Whether iam-lapse had disabled it is not known: GetObject',
    ],
  ])('%s', async (_, fault, expected) => {
    const { text, mails } = await toldOf(updateAccessKey('Active'), { faults: [fault], ledger: disabled });
    expect(mails).toHaveLength(1);
    expect(text).toContain(expected);
  });

  it('what has not answered in time, while the rest is told', async () => {
    const faults = [
      { action: 'ListMFADevices', latencyMs: 4_000 },
      { action: 'GetObject', latencyMs: 4_000 },
    ];
    const { text } = await toldOf(updateAccessKey('Active'), { faults, longestMs: 1_500 });
    expect(text).toContain('MFA of bob: not known: not read within 1.5 s');
    expect(text).toContain('had disabled it is not known: not read within 1.5 s');
    expect(text).toContain('Policy: the user is not exempt.');
  });

  it('a user who is gone', async () => {
    expect((await toldOf(createAccessKey(), { users: [] })).text).toContain('the user is gone already');
  });
});

it('a mail that SNS does not take is an error', async () => {
  const faults = [{ action: 'Publish', error: { code: 'KMSDisabled', status: 400 } }];
  await expect(toldOf(createAccessKey(), { faults })).rejects.toThrow(/Publish failed: KMSDisabled/);
});

it('a call that failed asks nothing and sends nothing', async () => {
  const event = createAccessKey({ errorCode: 'AccessDenied', responseElements: null });
  expect(await toldOf(event)).toMatchObject({ status: 'nothingNew', mails: [], calls: [] });
});

it('an event of another account asks nothing and sends nothing, and does not fail', async () => {
  const event = { ...createAccessKey({ recipientAccountId: '999999999999' }), account: '999999999999' };
  expect(await toldOf(event)).toMatchObject({ status: 'nothingNew', mails: [], calls: [] });
});

it('names and agents that were written to do harm stay on their lines', async () => {
  const userAgent = `curl\r\nMFA of bob: a device\u202e${'x'.repeat(900)}`;
  const { mails } = await toldOf(createAccessKey({ userAgent, sourceIPAddress: 'evil\u0007.example' }));
  const message = mails[0]?.message ?? '';
  expect(message).not.toMatch(/[^\n\x20-\x7e]/);
  expect(tooWide(message)).toEqual([]);
  expect(message.match(/^ *MFA of bob: /gm)).toHaveLength(1);
});
