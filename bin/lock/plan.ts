import type { IamUser, ListedKey, UserReader } from '../../lambda/aws/iam-user-reader';
import type { UserIdentity, UserName } from '../../lambda/domain/identity';
import type { Instant } from '../../lambda/domain/instant';
import type { Target } from '../../lambda/domain/remediation/confirm';
import { BadInput } from '../preview/errors';
import { ROOT_ADVICE } from './options';

/** What a lock would take away from one user, as IAM lists it now. */
export interface LockPlan {
  readonly user: UserIdentity;
  /**
   * IAM's unique id, `AIDA...`. It stays when somebody renames the user, and no other user gets it.
   *
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_rename.html
   */
  readonly userId: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  /** The active keys first: a key is the likelier leak, and disabling it can be undone. */
  readonly targets: readonly Target[];
  /** Keys that are Inactive already. */
  readonly inactive: readonly ListedKey[];
  readonly keys: readonly ListedKey[];
  readonly loginProfile: { readonly createdAt: Instant } | 'none';
}

/**
 * Reads the user and the credentials to take away. IAM finds a name in any case, so the answer must have the very name
 * that was asked for.
 *
 * @throws BadInput if there is no user of exactly this name, or not the same one all the time
 */
export async function planLock(
  name: UserName,
  reader: Pick<UserReader, 'user' | 'keys' | 'loginProfile'>,
): Promise<LockPlan> {
  const found = await reader.user(name);
  if (found === 'gone') {
    const root = name.toLowerCase() === 'root' ? ` If you mean the root user: ${ROOT_ADVICE}` : '';
    throw new BadInput(`there is no IAM user ${JSON.stringify(name)} in this account.${root}`);
  }
  const { identity: user, userId, tags } = found;
  if (user.name !== name) {
    throw new BadInput(
      `there is no IAM user ${JSON.stringify(name)}; IAM has ${JSON.stringify(user.name)}. Give the name as IAM has it`,
    );
  }
  const keys = await reader.keys(name);
  const loginProfile = await reader.loginProfile(name);
  // IAM says alike that there is no login profile and that there is no user. Was the user renamed between two calls?
  if (loginProfile === 'none') {
    const again = await reader.user(name);
    if (again === 'gone' || !isUserOf({ user, userId }, again)) throw notTheSame(name);
  }
  return {
    user,
    userId,
    tags,
    keys,
    loginProfile,
    inactive: keys.filter((key) => !mayWork(key)),
    targets: [
      ...keys.filter(mayWork).map(({ id }) => ({ kind: 'accessKey', user, keyId: id }) as const),
      ...(loginProfile === 'none' ? [] : [{ kind: 'password', user } as const]),
    ],
  };
}

/** Somebody is at work on the name itself. */
export function notTheSame(name: UserName): BadInput {
  return new BadInput(`the user ${name} was deleted, renamed or created again just now: nothing was locked`);
}

/** Whether IAM has found the very user of the plan, under the same name and path. */
export function isUserOf(
  { user, userId }: Pick<LockPlan, 'user' | 'userId'>,
  { identity, userId: foundId }: Pick<IamUser, 'identity' | 'userId'>,
): boolean {
  const { name, arn, createdAt } = identity;
  return name === user.name && arn === user.arn && createdAt === user.createdAt && foundId === userId;
}

/** A key with any status but these two may still work. */
function mayWork({ status }: ListedKey): boolean {
  return status !== 'Inactive' && status !== 'Expired';
}
