import type { Credential } from '../../../../lambda/domain/credential';
import {
  credentialId,
  parseCredentialId,
  userId,
  plannedTarget,
  targetOf,
} from '../../../../lambda/domain/ledger/credential-id';
import type { PlannedTarget } from '../../../../lambda/domain/ledger/schema';
import {
  aKey,
  aLiveKey,
  anEvaluation,
  aPassword,
  aReportRow,
  aUser,
  daysAgo,
  LONG_AGO,
} from '../../../support/builders';
import { KEY, KEY_ID, PASSWORD } from './a-ledger';

/** The credentials of one user of the report, password first. */
function credentialsOf(name: string, path = '/'): Credential[] {
  const row = aReportRow({ user: name, path, ...aPassword(), ...aKey(2, { lastRotated: daysAgo(100) }) });
  return anEvaluation([row]).judged.map(({ credential }) => credential);
}

const idsOf = (credentials: readonly Credential[]) =>
  credentials.map((credential) => credentialId(credential));

describe('a credential is known by its user and its creation', () => {
  it('a password by its user', () => {
    expect(idsOf(credentialsOf('alice'))[0]).toBe(PASSWORD);
  });

  it('a key by its user and the second it was created in, whatever its slot', () => {
    const rows = [aKey(1), aKey(2)].map((cells) => aReportRow(cells));
    const ids = rows.map((row) => idsOf(anEvaluation([row]).judged.map(({ credential }) => credential)));
    expect(ids).toEqual([[KEY], [KEY]]);
  });

  it('a key by its key id as well, once that is known', () => {
    const ids = idsOf(
      anEvaluation([aReportRow(aKey(1))], { listed: [aLiveKey()] }).judged.map(
        ({ credential }) => credential,
      ),
    );
    expect(ids).toEqual([`${KEY}/${KEY_ID}`]);
    expect(parseCredentialId(`${KEY}/${KEY_ID}`)).toMatchObject({
      keyCreated: LONG_AGO,
      keyId: KEY_ID,
      isOnlyOfSecond: true,
    });
    expect(parseCredentialId(`${KEY}/${KEY_ID}#shared`)).toMatchObject({
      keyId: KEY_ID,
      isOnlyOfSecond: false,
    });
  });

  it.each([
    ['the user', aReportRow({ user_creation_time: 'soon', ...aPassword() })],
    ['the key', aReportRow(aKey(1, { lastRotated: 'soon' }))],
  ])('has no id when the creation of %s is not known', (_, row) => {
    expect(idsOf(anEvaluation([row]).judged.map(({ credential }) => credential))).toEqual([undefined]);
  });

  it('a user deleted and created again is somebody else', () => {
    const again = aReportRow({ user_creation_time: daysAgo(1), ...aPassword() });
    const [id] = idsOf(anEvaluation([again]).judged.map(({ credential }) => credential));
    expect(id).toBe('arn:aws:iam::123456789012:user/alice@2026-11-19T07:00:00Z/password');
  });
});

describe('an id says whose it is, whatever the name', () => {
  const NAMES: readonly (readonly [name: string, path: string])[] = [
    ['alice', '/'],
    ['alice@example.com', '/'],
    ['a@b@c', '/'],
    ['doe,john', '/'],
    ['+=,.@_-', '/'],
    ['password', '/'],
    ['key@2024-01-01T00', '/'],
    ['alice', '/team/blue/'],
    ['alice', '/a@2024-01-01T00:00:00Z/password/'],
    ['alice', '/key@2024-01-01T00:00:00Z/'],
    ['zoë', '/'],
  ];

  it.each(NAMES)('%s in %s', (name, path) => {
    const [password, key] = idsOf(credentialsOf(name, path));
    const user = userId(`arn:aws:iam::123456789012:user${path}${name}`, LONG_AGO);
    expect(parseCredentialId(password ?? '')).toEqual({
      user,
      userName: name,
      keyCreated: undefined,
      keyId: undefined,
      isOnlyOfSecond: false,
    });
    expect(parseCredentialId(key ?? '')).toEqual({
      user,
      userName: name,
      keyCreated: daysAgo(100),
      keyId: undefined,
      isOnlyOfSecond: false,
    });
  });

  it('no two of them have one id', () => {
    const ids = NAMES.flatMap(([name, path]) => idsOf(credentialsOf(name, path)));
    expect(new Set(ids).size).toBe(2 * NAMES.length);
  });

  it.each([
    ['', 'nothing'],
    ['password', 'no user'],
    ['arn:aws:iam::123456789012:user/alice/password', 'no creation of the user'],
    ['arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z', 'no credential'],
    ['arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/cert', 'another credential'],
    ['arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/key@', 'a key without its creation'],
  ])('%j is none: %s', (id) => {
    expect(parseCredentialId(id)).toBeUndefined();
  });
});

describe('what is planned has the id of what was judged, and comes back as the same target', () => {
  const keyId = aLiveKey({ id: KEY_ID }).id;

  it.each([
    ['alice', '/'],
    ['alice@example.com', '/team/'],
    ['doe,john', '/a@b/'],
  ])('%s in %s', (name, path) => {
    const user = aUser({ name, path });
    const [password, key] = credentialsOf(name, path);
    if (!password || !key) throw new Error('expected a password and a key');
    const pairs = [
      [password, { kind: 'password', user }],
      [key, { kind: 'accessKey', user, keyId }],
    ] as const;
    for (const [credential, target] of pairs) {
      const planned = plannedTarget(credential, target);
      expect(planned.id).toBe(credentialId(credential));
      expect(targetOf(planned)).toEqual(target);
    }
  });

  const good = {
    id: KEY,
    userName: 'alice',
    userArn: 'arn:aws:iam::123456789012:user/alice',
    userCreated: LONG_AGO,
    kind: 'accessKey',
    keyId: KEY_ID,
  } as const satisfies PlannedTarget;
  it.each<[string, PlannedTarget]>([
    ['a blank name', { ...good, userName: ' ' }],
    ['the name of another user', { ...good, userName: 'bob' }],
    ['a role', { ...good, userArn: 'arn:aws:iam::123456789012:role/alice' }],
    ['no ARN', { ...good, userArn: 'alice' }],
    ['a key id that is none', { ...good, keyId: 'x' }],
  ])('%s names nobody', (_, planned) => {
    expect(targetOf(good)).toBeDefined();
    expect(targetOf(planned)).toBeUndefined();
  });
});
