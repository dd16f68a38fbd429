import { confirm, type Confirmation, type LiveUser } from '../../../../lambda/domain/remediation/confirm';
import type { LiveKey } from '../../../../lambda/domain/evaluation/key-identity';
import type { Policy } from '../../../../lambda/domain/policy/schema';
import {
  aCandidate,
  aKey,
  aLiveKey,
  aLiveUser,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  LONG_AGO,
  NOW,
  type ReportRow,
  type UserOptions,
} from '../../../support/builders';

type LiveOptions = Parameters<typeof aLiveUser>[0];

/** The key that the digest announced. */
const ANNOUNCED = aLiveKey({ lastUsed: daysAgo(100) });

function confirmed(row: ReportRow, look: LiveUser | 'gone', policy: Policy = aPolicy()): Confirmation {
  return confirm({
    candidate: aCandidate(row, { policy, listed: [ANNOUNCED] }),
    look,
    policy,
    history: {},
    now: NOW,
  });
}

/** Used and set long ago, says the report. */
const passwordRow = aReportRow(aPassword({ lastUsed: daysAgo(100), lastChanged: daysAgo(300) }));
const password = (live: LiveOptions, policy?: Policy) =>
  confirmed(passwordRow, aLiveUser({ loginProfile: { createdAt: daysAgo(300) }, ...live }), policy);

const keyRow = aReportRow(aKey(1, { lastUsed: daysAgo(100) }));
const key = (live: Parameters<typeof aLiveKey>[0], policy?: Policy, others: LiveKey[] = []) =>
  confirmed(keyRow, aLiveUser({ keys: [aLiveKey({ lastUsed: daysAgo(100), ...live }), ...others] }), policy);
const otherKey = (options: Parameters<typeof aLiveKey>[0] = {}) =>
  aLiveKey({ id: 'AKIAI44QH8DHBEXAMPLE', createdAt: daysAgo(500), ...options });

describe('what the last look agrees with is confirmed, and the target is what IAM named', () => {
  it('a password', () => {
    expect(password({ passwordLastUsed: daysAgo(100) })).toEqual({
      kind: 'confirmed',
      target: { kind: 'password', user: aLiveUser().identity },
    });
  });

  it('a key, by the id that it was announced by', () => {
    expect(key({})).toEqual({
      kind: 'confirmed',
      target: { kind: 'accessKey', user: aLiveUser().identity, keyId: ANNOUNCED.id },
    });
  });

  it('a key whose use IAM no longer tells: the report still counts', () => {
    expect(key({ lastUsed: 'never' }).kind).toBe('confirmed');
  });
});

describe('a password', () => {
  it.each<[string, LiveOptions, Confirmation['kind'], RegExp]>([
    ['used since', { passwordLastUsed: daysAgo(1) }, 'refused', /used on 2026-11-19T07:00:00Z/],
    ['used since, and due', { passwordLastUsed: daysAgo(44) }, 'refused', /used on 2026-10-07/],
    ['created again since', { loginProfile: { createdAt: daysAgo(1) } }, 'refused', /created on 2026-11-19/],
    ['deleted', { loginProfile: 'none' }, 'alreadyAbsent', /no password/],
    ['that nobody asked about', { loginProfile: 'notAsked' }, 'refused', /not read/],
    ['used in the future', { passwordLastUsed: daysAgo(-1) }, 'refused', /in the future/],
    ['created in the future', { loginProfile: { createdAt: daysAgo(-1) } }, 'refused', /in the future/],
  ])('%s', (_, live, kind, cause) => {
    expect(password(live)).toEqual({ kind, cause: expect.stringMatching(cause) });
  });

  it.each([
    ['45 days ago', daysAgo(45), 'confirmed'],
    ['1 ms less than 45 days ago', daysAgo(45) + 1, 'refused'],
  ])('last used %s', (_, passwordLastUsed, kind) => {
    expect(password({ passwordLastUsed }).kind).toBe(kind);
  });

  it('is not judged by the keys of its user', () => {
    expect(password({ keys: [aLiveKey({ lastUsed: NOW })] }).kind).toBe('confirmed');
  });
});

describe('an access key', () => {
  it.each<[string, Parameters<typeof aLiveKey>[0], Confirmation['kind'], RegExp]>([
    ['used since', { lastUsed: daysAgo(1) }, 'refused', /used on 2026-11-19T07:00:00Z/],
    ['Inactive already', { status: 'Inactive' }, 'alreadyAbsent', /Inactive/],
    ['Expired', { status: 'Expired' }, 'alreadyAbsent', /Expired/],
    ['with a status that we do not know', { status: 'Suspended' }, 'refused', /"Suspended"/],
    ['with a status in another case', { status: 'active' }, 'refused', /"active"/],
    ['without status', { status: '' }, 'refused', /""/],
    ['whose last use was not read', { lastUsed: 'notAsked' }, 'refused', /not read/],
    ['used in the future', { lastUsed: daysAgo(-1) }, 'refused', /in the future/],
    ['with another id', { id: 'AKIAI44QH8DHBEXAMPLE' }, 'alreadyAbsent', /deleted/],
    ['of another second', { createdAt: LONG_AGO + 1000 }, 'refused', /created at another time/],
  ])('%s', (_, live, kind, cause) => {
    expect(key(live)).toEqual({ kind, cause: expect.stringMatching(cause) });
  });

  it.each([
    ['45 days ago', daysAgo(45), 'confirmed'],
    ['1 ms less than 45 days ago', daysAgo(45) + 1, 'refused'],
  ])('last used %s', (_, lastUsed, kind) => {
    expect(key({ lastUsed }).kind).toBe(kind);
  });

  it('deleted, and the user has no other', () => {
    expect(confirmed(keyRow, aLiveUser({ keys: [] })).kind).toBe('alreadyAbsent');
  });

  it('deleted, and the user has another', () => {
    expect(confirmed(keyRow, aLiveUser({ keys: [otherKey()] })).kind).toBe('alreadyAbsent');
  });

  it('that nobody asked about', () => {
    expect(confirmed(keyRow, aLiveUser({ keys: 'notAsked' })).kind).toBe('refused');
  });

  it('whose id nobody has listed', () => {
    const candidate = aCandidate(keyRow);
    const look = aLiveUser({ keys: [ANNOUNCED] });
    expect(confirm({ candidate, look, policy: aPolicy(), history: {}, now: NOW })).toEqual({
      kind: 'refused',
      cause: 'its access key id is not known',
    });
  });

  it('is found by its id among three, wherever IAM lists it', () => {
    const two = [otherKey(), otherKey({ id: 'AKIATHIRDKEYOFALICE0', createdAt: daysAgo(400) })];
    const meant = aLiveKey({ lastUsed: daysAgo(100) });
    const found = [
      [meant, ...two],
      [...two, meant],
    ].map((keys) => confirmed(keyRow, aLiveUser({ keys })));
    const expected = { kind: 'confirmed', target: { kind: 'accessKey', keyId: meant.id } };
    expect(found).toMatchObject([expected, expected]);
  });

  it('is not judged by another key that is in use', () => {
    expect(key({}, aPolicy(), [otherKey({ lastUsed: NOW })]).kind).toBe('confirmed');
  });
});

describe('the user is not the one that the report means', () => {
  const looks: [string, LiveUser | 'gone'][] = [
    ['deleted', 'gone'],
    ...[
      ['deleted and created again', { createdAt: LONG_AGO + 1000 }] as const,
      ['renamed', { name: 'alicia' }] as const,
      [
        'of another name under the same ARN',
        { name: 'Alice', arn: 'arn:aws:iam::123456789012:user/alice' },
      ] as const,
      ['renamed, another one took the name', { name: 'alice', path: '/new/' }] as const,
      ['in another account', { arn: 'arn:aws:iam::210987654321:user/alice' }] as const,
    ].map(([what, user]: readonly [string, UserOptions]): [string, LiveUser | 'gone'] => [
      what,
      aLiveUser({ user, loginProfile: { createdAt: daysAgo(300) }, keys: [aLiveKey()] }),
    ]),
  ];
  it.each(looks)('%s: refused', (_, look) => {
    expect([confirmed(passwordRow, look).kind, confirmed(keyRow, look).kind]).toEqual(['refused', 'refused']);
  });
});

describe('the policy is asked again, with the tags of today', () => {
  const exempting = aPolicy({ exemptions: [anExemption({ match: { tags: { lapse: 'no' } } })] });
  const byGroup = aPolicy({ exemptions: [anExemption({ match: { groups: ['ops'] } })] });
  const longer = aPolicy({
    overrides: [anOverride({ match: { tags: { lapse: 'later' } }, password: { maxUnusedDays: 365 } })],
  });

  it.each<[string, Policy, LiveOptions, Confirmation['kind']]>([
    ['an exempting tag has appeared', exempting, { tags: { lapse: 'no' } }, 'refused'],
    ['another tag has appeared', exempting, { tags: { lapse: 'yes' } }, 'confirmed'],
    ['a tag of an override has appeared', longer, { tags: { lapse: 'later' } }, 'refused'],
    ['an exempted group was joined', byGroup, { groups: ['ops'] }, 'refused'],
    ['another group was joined', byGroup, { groups: ['dev'] }, 'confirmed'],
    ['groups were not read, and the policy asks', byGroup, { groups: undefined }, 'refused'],
  ])('%s', (_, policy, live, kind) => {
    expect(password(live, policy).kind).toBe(kind);
  });

  it('the refusal names the exemption', () => {
    expect(password({ tags: { lapse: 'no' } }, exempting)).toEqual({
      kind: 'refused',
      cause: 'now exempt: break-glass',
    });
  });
});

describe("judge: user: a live use of any of the user's credentials counts", () => {
  const policy = aPolicy({ judge: 'user' });

  it.each<[string, LiveOptions, Confirmation['kind']]>([
    ['none', {}, 'confirmed'],
    ['a key used', { keys: [otherKey({ lastUsed: daysAgo(1) })] }, 'refused'],
    ['an inactive key used', { keys: [otherKey({ status: 'Inactive', lastUsed: daysAgo(1) })] }, 'refused'],
    ['a key created', { keys: [otherKey({ createdAt: daysAgo(1) })] }, 'refused'],
    ['a third key used', { keys: [otherKey(), otherKey(), otherKey({ lastUsed: daysAgo(1) })] }, 'refused'],
    ['a key used in the future', { keys: [otherKey({ lastUsed: daysAgo(-1) })] }, 'refused'],
    ['keys that were not read', { keys: 'notAsked' }, 'refused'],
    ['a key whose last use was not read', { keys: [otherKey({ lastUsed: 'notAsked' })] }, 'refused'],
  ])('of a password: %s', (_, live, kind) => {
    expect(password(live, policy).kind).toBe(kind);
  });

  it.each<[string, LiveOptions, Confirmation['kind']]>([
    ['none', {}, 'confirmed'],
    ['the password used', { passwordLastUsed: daysAgo(1) }, 'refused'],
    ['a password created', { loginProfile: { createdAt: daysAgo(1) } }, 'refused'],
    ['a password of old', { loginProfile: { createdAt: daysAgo(300) } }, 'confirmed'],
    ['a password that was not read', { loginProfile: 'notAsked' }, 'refused'],
  ])('of a key: %s', (_, live, kind) => {
    const keys = [aLiveKey({ lastUsed: daysAgo(100) })];
    expect(confirmed(keyRow, aLiveUser({ keys, ...live }), policy).kind).toBe(kind);
  });
});
