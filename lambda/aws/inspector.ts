import { keysToAskAbout, type LastLook, type LiveKey } from '../domain/act/live';
import type { Target } from '../domain/act/confirm';
import type { ReadBack } from '../domain/act/settle';
import type { UserName } from '../domain/identity';
import type { Inspector, LookRequest } from '../ports';
import { refuseContradictions } from './contradictions';
import { describeFailure, isNoSuchEntity } from './failure';
import type { ListedKey, UserReader } from './reader';

/** The last look at one user before anything is done: live identity, tags, last use, key ids and status. */
export class IamInspector implements Inspector {
  constructor(private readonly reader: UserReader) {}

  async look({ user: name, groups, loginProfile, keys }: LookRequest): Promise<LastLook> {
    const user = await this.reader.user(name);
    if (user === 'gone') return 'gone';
    try {
      const look: LastLook = {
        ...user,
        groups: groups ? await this.reader.groups(name) : undefined,
        loginProfile: loginProfile ? await this.reader.loginProfile(name) : 'notAsked',
        keys: keys === 'none' ? 'notAsked' : await this.keys(name, keys),
      };
      refuseContradictions(look);
      return look;
    } catch (error) {
      // Deleted while we looked.
      if (isNoSuchEntity(error)) return 'gone';
      throw error;
    }
  }

  private async keys(name: UserName, meant: Exclude<LookRequest['keys'], 'none'>): Promise<LiveKey[]> {
    const listed = await this.reader.keys(name);
    const asked = new Set(keysToAskAbout(listed, meant));
    const keys: LiveKey[] = [];
    for (const key of listed) {
      const lastUsed = asked.has(key) ? await this.reader.keyLastUsed(name, key.id) : 'notAsked';
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

/** A key that is not listed is gone; any status but Inactive and Expired may still open the account. */
function isActive(target: Target, keys: readonly ListedKey[]): boolean {
  const key = keys.find(({ id }) => target.kind === 'accessKey' && target.keyId === id);
  return key !== undefined && key.status !== 'Inactive' && key.status !== 'Expired';
}
