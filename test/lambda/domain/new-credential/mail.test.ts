import type { CredentialEvent, NewCredential } from '../../../../lambda/domain/new-credential/event';
import { batchMail } from '../../../../lambda/domain/new-credential/batch-mail';
import type { NewCredentialFacts } from '../../../../lambda/domain/new-credential/mail';
import { ACCOUNT, anExemption, anOverride, aPolicy, aUser, daysAgo, NOW } from '../../../support/builders';
import { tooWide, unwrapped } from '../digest/run-reports';
import { aCreation, noticeFacts, permissions, read } from './a-creation';

const notice = (creation: Partial<CredentialEvent> = {}, facts: Partial<NewCredentialFacts> = {}) =>
  batchMail(
    [{ event: aCreation(creation), facts: noticeFacts(facts) }],
    [],
    { mails: 0, before: null },
    ACCOUNT,
  );
const textOf = (...given: Parameters<typeof notice>) => unwrapped(notice(...given).body);
const UNREADABLE = { kind: 'unreadable', cause: 'GetUser failed' } as const;
const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';

it('is one short mail: who made what for whom, from where, and what the policy will do with it', () => {
  expect(notice()).toEqual({
    subject: 'iam-lapse 123456789012: access key created for bob',
    body: [
      'Access key created for bob (AKIA...MPLE)',
      'Account 123456789012, 2026-11-20T07:00:00Z',
      '',
      '  By: arn:aws:iam::123456789012:user/olga',
      '  From: 192.0.2.10, aws-cli/2.31.0',
      '  Permissions of bob as this mail was written: no policy, and none by a',
      '      group.',
      '  MFA of bob: a device',
      '  Policy: the user is not exempt. If nobody uses it, it becomes stale on',
      '      2027-01-04, after 45 days. In mode enforce it is disabled then,',
      '      with 7 days of notice.',
      '',
    ].join('\n'),
  });
});

describe('its first line says what happened', () => {
  const cases: readonly [NewCredential, string][] = [
    [{ kind: 'user' }, 'New user bob'],
    [{ kind: 'password' }, 'Console password created for bob'],
    [{ kind: 'accessKey', keyId: KEY_ID }, 'Access key created for bob (AKIA...MPLE)'],
    [{ kind: 'accessKey', keyId: undefined }, 'Access key created for bob (key id unknown)'],
    [{ kind: 'enabledKey', keyId: KEY_ID }, 'Access key enabled again for bob (AKIA...MPLE)'],
  ];
  it.each(cases)('%j', (credential, line) => {
    const { subject, body } = notice({ credential });
    expect(body.split('\n', 1)).toEqual([line]);
    expect(`iam-lapse 123456789012: ${line.toLowerCase()}`.startsWith(subject.toLowerCase())).toBe(true);
    expect(subject).toMatch(/ bob$/);
  });
});

describe('of the root user, whom the sweep never touches, it says what to look for instead', () => {
  const AT_ALL = 'iam-lapse never touches the root user. Find out who did this';
  const cases: readonly [NewCredential['kind'], NewCredential, string][] = [
    ['user', { kind: 'user' }, `${AT_ALL}.`],
    [
      'password',
      { kind: 'password' },
      `${AT_ALL}. If it was not one of you, reset the password, and look for keys and MFA devices that you do not know.`,
    ],
    ['accessKey', { kind: 'accessKey', keyId: KEY_ID }, `${AT_ALL}, and delete the key.`],
    ['enabledKey', { kind: 'enabledKey', keyId: KEY_ID }, `${AT_ALL}, and delete the key.`],
  ];
  it.each(cases)('%s', (_, credential, sentence) => {
    const { subject, body } = notice({ credential, user: 'root' });
    expect(subject).toMatch(/ the root user$/);
    expect(unwrapped(body).trim().endsWith(sentence)).toBe(true);
    expect(body).not.toMatch(/MFA:|Policy:|Permissions/);
    expect(body).toMatch(/\n {2}iam-lapse never touches the root user\. /);
  });
});

describe('MFA', () => {
  it.each<[string, NewCredentialFacts['mfa'], string]>([
    ['a device', read(true), 'MFA of bob: a device Policy:'],
    ['none', read(false), 'MFA of bob: NO device Policy:'],
    ['could not be read', UNREADABLE, 'MFA of bob: not known: GetUser failed Policy:'],
    ['nobody asked', { kind: 'notAsked' }, 'MFA of bob: not known: it was not read Policy:'],
  ])('%s', (_, mfa, expected) => {
    expect(textOf({}, { mfa })).toContain(expected);
  });
});

describe('whether the sweep had disabled it', () => {
  const at = daysAgo(3);
  it.each<[string, NewCredentialFacts['ledgerFacts'], string]>([
    [
      'it had',
      read({ disabled: { kind: 'confirmed', at }, timesRestored: 0 }),
      ' device THE SWEEP HAD DISABLED THIS ONE, on 2026-11-17 Policy: the user is not exempt. It gets a fresh clock now. If',
    ],
    [
      'unconfirmed',
      read({ disabled: { kind: 'unconfirmed', at }, timesRestored: 0 }),
      " device PERHAPS THE SWEEP HAD DISABLED THIS ONE, on 2026-11-17: IAM's answer was lost Policy:",
    ],
    [
      'its run has not ended',
      read({ disabled: { kind: 'planned', at }, timesRestored: 0 }),
      ' device PERHAPS THE SWEEP HAD DISABLED THIS ONE: its run of 2026-11-17T07:00:00Z planned to and has not ended Policy:',
    ],
    [
      'the ledger could not be read',
      UNREADABLE,
      ' device Whether iam-lapse had disabled it is not known: GetUser failed Policy:',
    ],
    ['it had not', read({ disabled: undefined, timesRestored: 0 }), 'a device Policy:'],
    ['nobody asked', { kind: 'notAsked' }, 'a device Policy:'],
  ])('%s', (_, ledgerFacts, expected) => {
    expect(textOf({ credential: { kind: 'enabledKey', keyId: KEY_ID } }, { ledgerFacts })).toContain(
      expected,
    );
  });
});

describe('what the policy will do with it', () => {
  const robots = { match: { groups: ['robots'] } };
  it.each<[string, Partial<CredentialEvent>, Partial<NewCredentialFacts>, string]>([
    ['no policy', {}, { policy: UNREADABLE }, 'Policy: not known: GetUser failed'],
    [
      'no user',
      {},
      { subject: UNREADABLE },
      'Policy: what it means for this user is not known: GetUser failed',
    ],
    [
      'exempt',
      {},
      { policy: read(aPolicy({ exemptions: [anExemption({ match: { users: ['b*'] } })] })) },
      'Policy: the user is exempt by break-glass (no end): tested yearly',
    ],
    [
      'perhaps exempt',
      {},
      { policy: read(aPolicy({ exemptions: [anExemption(robots)] })) },
      'Policy: whether the user is exempt is not known. If nobody uses it, it becomes stale on',
    ],
    [
      'perhaps under an override',
      {},
      { policy: read(aPolicy({ overrides: [anOverride(robots)] })) },
      'Policy: the user is not exempt. Which limit applies is not known.',
    ],
    [
      'a new user, who has nothing yet',
      { credential: { kind: 'user' } },
      {},
      'Policy: the user is not exempt. A new user has no password and no access key, so there is nothing to disable yet.',
    ],
    [
      'a password goes by the limit of passwords',
      { credential: { kind: 'password' } },
      { policy: read(aPolicy({ password: { maxUnusedDays: 90 } })) },
      'If nobody uses it, it becomes stale on 2027-02-18, after 90 days. In mode enforce it is disabled then, with 7 days of notice.',
    ],
    [
      'a key by that of keys',
      {},
      { policy: read(aPolicy({ password: { maxUnusedDays: 90 }, noticeDays: 3 })) },
      'If nobody uses it, it becomes stale on 2027-01-04, after 45 days. In mode enforce it is disabled then, with 3 days of notice.',
    ],
    [
      'judged with all that its user has',
      {},
      { policy: read(aPolicy({ judge: 'user' })) },
      'exempt. If nobody uses it, and the user uses no other credential, it becomes stale on 2027-01-04',
    ],
    [
      'an old key',
      { credential: { kind: 'enabledKey', keyId: KEY_ID } },
      {},
      'exempt. Its clock runs from its last use. It is stale 45 days after that, perhaps already: see the next digest.',
    ],
    [
      'an old key, judged with all that its user has',
      { credential: { kind: 'enabledKey', keyId: KEY_ID } },
      { policy: read(aPolicy({ judge: 'user' })) },
      "exempt. Its clock runs from the user's last use of any credential. It is stale 45 days after that",
    ],
    [
      'one that keeps coming back',
      {},
      { ledgerFacts: read({ disabled: undefined, timesRestored: 2 }) },
      'exempt. iam-lapse will leave it alone as held: enabled again 2 times after it was disabled',
    ],
  ])('%s', (_, creation, facts, expected) => {
    expect(textOf(creation, facts)).toContain(expected);
  });
});

it('keeps its form, whatever strangers call things', () => {
  const odd = `ö\r\nMFA: ${'x '.repeat(500)}`;
  const { subject, body } = notice(
    { user: aUser({ name: `zoë${'n'.repeat(200)}` }).name, caller: odd, sourceIp: odd, userAgent: odd },
    {
      mfa: { kind: 'unreadable', cause: odd },
      permissions: read(
        permissions({
          policies: {
            attached: [],
            inline: [{ name: odd, grant: 'less' }],
            groups: [{ name: odd, policies: { attached: [{ name: odd, arn: odd }], inline: [] } }],
          },
          privilege: { kind: 'unreadable', cause: odd },
          missing: odd,
        }),
      ),
    },
  );
  expect(subject).toMatch(/^iam-lapse 123456789012: access key created for zo\?n{46}\.\.\.$/);
  expect(subject).toHaveLength(99);
  expect(tooWide(body)).toEqual([]);
  expect(body.match(/^ {2}MFA/gm)).toHaveLength(1);
  expect(body).toMatch(/\n {2}By: .*\n {6}x.*/);
  expect(body).toMatch(/\n {2}From: .*\n {6}\.\.\., ö/);
  expect(body.length).toBeLessThan(2_200);
});

it('counts from the call, not from the mail', () => {
  expect(textOf({ at: NOW - 1 })).toContain('2026-11-20T06:59:59Z');
  expect(textOf({ at: daysAgo(1) })).toContain('stale on 2027-01-03');
});

describe('one mail for a batch', () => {
  const told = (user: string) => ({
    event: aCreation({ user: aUser({ name: user }).name }),
    facts: noticeFacts(),
  });
  const event = (index: number) => aCreation({ user: aUser({ name: `u${index}` }).name });
  const mail = (more = 0, state: Partial<Parameters<typeof batchMail>[2]> = {}) =>
    batchMail(
      [told('bob'), told('carol')],
      Array.from({ length: more }, (_, index) => event(index)),
      { mails: 0, before: null, ...state },
      ACCOUNT,
    );

  it('says how many, and tells each with its facts', () => {
    const { subject, body } = mail();
    expect(subject).toBe(
      'iam-lapse 123456789012: 2 new users, passwords or keys: access key created for bob, ...',
    );
    expect(body.match(/^Access key created for /gm)).toHaveLength(2);
    expect(body.match(/^ {2}By: /gm)).toHaveLength(2);
    expect(body).not.toContain('LAST MAIL');
  });

  it('lists the others, each on a line, and counts what is more', () => {
    const { body } = mail(101);
    expect(unwrapped(body)).toContain(
      'And 101 more events: 2026-11-20T07:00:00Z access key created for u0 (AKIA...MPLE), by arn:aws:iam::123456789012:user/olga',
    );
    expect(body).toContain('  ... and 1 more\n');
    expect(body).not.toContain(' u100 ');
    expect(tooWide(body)).toEqual([]);
  });

  it('the last of a day says so, and only the last', () => {
    expect(unwrapped(mail(0, { mails: 11 }).body)).toContain(
      'THIS IS THE LAST MAIL OF THIS KIND TODAY (UTC): 12 a day are sent. The first one of a later day says how many events were left out.',
    );
    expect(mail(0, { mails: 10 }).body).not.toContain('LAST MAIL');
  });

  it('the first of a later day says what was left out', () => {
    const before = { day: '2026-11-19', count: 3, lines: ['2026-11-19T23:00:00Z new user eve, by x'] };
    expect(unwrapped(mail(0, { before }).body)).toContain(
      "3 events of 2026-11-19 had no mail. CloudTrail's event history has them all. 2026-11-19T23:00:00Z new user eve, by x ... and 2 more",
    );
  });
});
