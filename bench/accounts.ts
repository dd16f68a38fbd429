import { DAY, type Instant } from '../lambda/domain/instant';
import { aKey, aUser, type FakeUser } from '../test/support/fake-aws';

/** `together`: 10% of users have a stale password and a stale key. `apart`: stale passwords and keys have different users. */
export type Mix = 'together' | 'apart';

export interface Staff {
  readonly users: FakeUser[];
  /** The only credentials that a sweep must disable: `user0010/password`, or a key's id. */
  readonly due: readonly string[];
}

const TEAMS = ['payments', 'search', 'platform', 'mobile', 'data'];

/** Managed policies of the customer. An account may have 1,500, and most have fewer. */
const POLICIES = 200;
/** The groups and policies on the pages of the users. */
export const OTHERS = 1 + TEAMS.length + POLICIES;

/** Where a staff is. */
export interface Place {
  /** The number of its first user. Users of two accounts must not have the same number. @default 0 */
  readonly from?: number;
  /** @default 123456789012 */
  readonly accountId?: string;
  /** How many customer managed policies the account has. @default 200 */
  readonly policies?: number;
}

const policyArn = (index: number, { accountId = '123456789012', policies = POLICIES }: Place = {}) =>
  `arn:aws:iam::${accountId}:policy/policy${index % policies}`;

/** The documents of the policies, of about 2 kB each. */
export function documents(place: Place = {}): Record<string, unknown> {
  const Statement = Array.from({ length: 12 }, (_, index) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'dynamodb:Query'],
    Resource: [`arn:aws:s3:::bucket-${index}`, `arn:aws:s3:::bucket-${index}/*`],
  }));
  const { policies = POLICIES } = place;
  const arns = Array.from({ length: policies }, (_, index) => policyArn(index, place));
  return Object.fromEntries(
    ['own-bucket', ...arns].map((name) => [name, { Version: '2012-10-17', Statement }]),
  );
}

/**
 * A fictitious account, identical at every call. Each user has a password, an active key, three tags, two groups
 * and a managed policy of the customer; every fifth one has an inline policy.
 * 10% of the passwords and 10% of the keys were last used at least 46 days ago, the others at most 44 days ago.
 */
export function staffOf(size: number, mix: Mix, now: Instant, place: Place = {}): Staff {
  const { from = 0 } = place;
  const indexes = Array.from({ length: size }, (_, index) => from + index);
  const users = indexes.map((index) => userOf(index, mix, now, place));
  const due = indexes.flatMap((index) => [
    ...(hasStalePassword(index) ? [passwordOf(nameOf(index))] : []),
    ...(hasStaleKey(index, mix) ? [keyIdOf(index)] : []),
  ]);
  return { users, due };
}

/** How many users have a key that is due or stale: unused for 38 days or longer, with the shipped policy. */
export function usersWithKeyOnNotice(size: number, mix: Mix): number {
  const unused = (index: number) => (hasStaleKey(index, mix) ? staleDays(index) : freshDays(index));
  return Array.from({ length: size }, (_, index) => unused(index)).filter((days) => days >= 38).length;
}

const freshDays = (index: number) => 1 + (index % 44);
const staleDays = (index: number) => 46 + (index % 300);

/** The name of a user's password in `due`. */
export const passwordOf = (userName: string) => `${userName}/password`;

const hasStalePassword = (index: number) => index % 10 === 3;
const hasStaleKey = (index: number, mix: Mix) => index % 10 === (mix === 'together' ? 3 : 8);
const nameOf = (index: number) => `user${String(index).padStart(4, '0')}`;
const keyIdOf = (index: number) => `AKIA${String(index).padStart(16, '0')}`;

function userOf(index: number, mix: Mix, now: Instant, place: Place): FakeUser {
  const fresh = now - freshDays(index) * DAY;
  const stale = now - staleDays(index) * DAY;
  const created = now - (400 + (index % 1000)) * DAY;
  const used = hasStaleKey(index, mix) ? stale : fresh;
  return aUser({
    name: nameOf(index),
    path: index % 2 === 0 ? '/' : '/staff/',
    userId: `AIDA${String(index).padStart(17, '0')}`,
    createdAt: created,
    tags: {
      team: TEAMS[index % TEAMS.length] ?? '',
      'cost-center': `cc-${index % 37}`,
      email: `${nameOf(index)}@example.com`,
    },
    groups: ['everybody', TEAMS[index % TEAMS.length] ?? ''],
    attachedPolicies: [policyArn(index, place)],
    inlinePolicies: index % 5 === 0 ? ['own-bucket'] : [],
    mfa: true,
    password: { createdAt: created },
    passwordLastUsedAt: hasStalePassword(index) ? stale : fresh,
    keys: [
      aKey({
        id: keyIdOf(index),
        createdAt: created,
        lastUsed: { at: used, region: 'eu-west-1', service: 's3' },
      }),
    ],
  });
}
