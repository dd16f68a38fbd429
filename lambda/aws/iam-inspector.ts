import type { LiveKey } from '../domain/evaluation/key-identity';
import { type Target, keysToLookUp, type LiveUser } from '../domain/remediation/confirm';
import type { ReadBack } from '../domain/remediation/outcome';
import type { UserName } from '../domain/identity';
import type { Inspector, ReadUserRequest } from '../ports';
import type { ListedKey, UserReader } from './iam-user-reader';
import { utcSecond } from '../domain/instant';
import { USE_ROUNDING } from '../domain/credential-report/facts';
import { UnexpectedResponse, describeFailure, isNoSuchEntity } from './responses';

/** Reads one user live before a write, and the state of credentials after it. */
export class IamInspector implements Inspector {
  constructor(private readonly reader: UserReader) {}

  async readUser({ user: name, groups, loginProfile, keys }: ReadUserRequest): Promise<LiveUser | 'gone'> {
    const user = await this.reader.user(name);
    if (user === 'gone') return 'gone';
    try {
      const look: LiveUser = {
        ...user,
        groups: groups ? await this.reader.groups(name) : undefined,
        loginProfile: loginProfile ? await this.reader.loginProfile(name) : 'notAsked',
        keys: keys === 'none' ? 'notAsked' : await this.keys(name, keys),
      };
      refuseContradictions(look);
      return look;
    } catch (error) {
      // The user was deleted between two of the calls.
      if (isNoSuchEntity(error)) return 'gone';
      throw error;
    }
  }

  private async keys(name: UserName, created: Exclude<ReadUserRequest['keys'], 'none'>): Promise<LiveKey[]> {
    const listed = await this.reader.keys(name);
    const lookedUp = new Set(keysToLookUp(listed, created));
    const keys: LiveKey[] = [];
    for (const key of listed) {
      const { lastUsed } = lookedUp.has(key)
        ? await this.reader.keyLastUsed(name, key.id)
        : { lastUsed: 'notAsked' as const };
      keys.push({ ...key, lastUsed });
    }
    return keys;
  }

  async readBack(targets: readonly [Target, ...Target[]]): Promise<readonly ReadBack[]> {
    const [{ kind, user }] = targets;
    try {
      if (kind === 'password') {
        const profile = await this.reader.loginProfile(user.name);
        return targets.map(() => ({ kind: profile === 'none' ? 'disabled' : 'active' }));
      }
      const keys = await this.reader.keys(user.name);
      return targets.map((target) => ({ kind: isActive(target, keys) ? 'active' : 'disabled' }));
    } catch (error) {
      if (isNoSuchEntity(error)) return targets.map(() => ({ kind: 'disabled' }));
      const cause = describeFailure('the read-back', error);
      return targets.map(() => ({ kind: 'unreadable', cause }));
    }
  }
}

/** A key that is not listed is gone. A key with any status but Inactive and Expired may still work. */
function isActive(target: Target, keys: readonly ListedKey[]): boolean {
  const key = keys.find(({ id }) => target.kind === 'accessKey' && target.keyId === id);
  return key !== undefined && key.status !== 'Inactive' && key.status !== 'Expired';
}

/**
 * Each response may be valid and still contradict another one. Then neither is evidence, and the look fails
 * (docs/design.md §4.1).
 *
 * @throws UnexpectedResponse
 */
export function refuseContradictions({
  identity: { name, arn, path, createdAt },
  passwordLastUsed,
  keys,
}: LiveUser): void {
  if (!arn.endsWith(`:user${path}${name}`)) {
    throw new UnexpectedResponse('GetUser', `the path ${JSON.stringify(path)}, and the ARN ${arn}`);
  }
  // This also rejects placeholders such as 1970 or the year 1.
  if (passwordLastUsed !== 'never' && passwordLastUsed < createdAt - USE_ROUNDING) {
    throw new UnexpectedResponse(
      'GetUser',
      `a password used on ${utcSecond(passwordLastUsed)}, before its user`,
    );
  }
  if (keys === 'notAsked') return;
  for (const { id, createdAt: created, lastUsed } of keys) {
    if (typeof lastUsed === 'number' && lastUsed < created - USE_ROUNDING) {
      throw new UnexpectedResponse(
        'GetAccessKeyLastUsed',
        `${id} used on ${utcSecond(lastUsed)}, before it was created`,
      );
    }
  }
}
