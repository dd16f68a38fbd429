import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessKeyFacts, Moment, UserFacts } from '../../lambda/domain/credential-report/facts';
import { parseCredentialReport } from '../../lambda/domain/credential-report/parse';
import { DAY, type Instant } from '../../lambda/domain/instant';
import { ACCOUNT, NOW } from './builders';
import { aKey, aUser, type FakeKey, type FakeUser } from './fake-aws';

const SAMPLE = join(__dirname, '..', '..', 'examples', 'credential-report.csv');

/**
 * The users of the sample report as a fake account has them. A fake account has no cell that is not understood, so
 * uma.devries, whose last use is one, has used her key.
 */
export function sampleUsers(): FakeUser[] {
  const { users } = parseCredentialReport(readFileSync(SAMPLE), NOW, ACCOUNT);
  return users.map(userOf);
}

function userOf({ user, created, password, keys, mfa, certificates }: UserFacts, index: number): FakeUser {
  const { name, path } = user;
  const signedInAt = password.kind === 'enabled' ? at(password.lastUsed) : undefined;
  return aUser({
    name,
    path,
    createdAt: at(created) ?? NOW,
    mfa: mfa === true,
    certificates: certificates.map((active) => active === true),
    keys: keys.flatMap((key) => keyOf(key, index)),
    ...(password.kind === 'enabled' ? { password: { createdAt: at(password.lastChanged) ?? NOW } } : {}),
    ...(signedInAt === undefined ? {} : { passwordLastUsedAt: signedInAt }),
  });
}

function keyOf(key: AccessKeyFacts, index: number): FakeKey[] {
  if (!('lastRotated' in key)) return [];
  const { lastUsed, region, service, slot } = key;
  const used = lastUsed.kind === 'notUnderstood' ? NOW - DAY : at(lastUsed);
  return [
    aKey({
      id: `AKIA${String(2 * index + slot).padStart(9, '0')}EXAMPLE`,
      status: key.kind === 'active' ? 'Active' : 'Inactive',
      createdAt: at(key.lastRotated) ?? NOW,
      ...(used === undefined ? {} : { lastUsed: { at: used, region, service } }),
    }),
  ];
}

const at = (moment: Moment): Instant | undefined => (moment.kind === 'at' ? moment.at : undefined);

/** Whoever used a credential in the weeks before uses it again on the day before `now`. */
export function liveOn(users: readonly FakeUser[], now: Instant): void {
  const isInUse = (last: Instant) => now - last < 38 * DAY;
  const yesterday = now - DAY / 2;
  for (const user of users) {
    if (user.password && isInUse(user.passwordLastUsedAt ?? user.password.createdAt)) {
      user.passwordLastUsedAt = yesterday;
    }
    for (const key of user.keys) {
      const {
        at: last,
        region,
        service,
      } = key.lastUsed ?? {
        at: key.createdAt,
        region: 'eu-west-1',
        service: 's3',
      };
      if (key.status === 'Active' && isInUse(last)) key.lastUsed = { at: yesterday, region, service };
    }
  }
}
