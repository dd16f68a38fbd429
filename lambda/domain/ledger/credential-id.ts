import type { AccessKey, Credential } from '../credential';
import { type AccessKeyId, isAccessKeyId, accountOfArn, isUserName, pathOfUserArn } from '../identity';
import { type Instant, utcSecond } from '../instant';
import type { Target } from '../remediation/confirm';
import type { Ledger, PlannedTarget } from './schema';

/** `<userArn>@<userCreated>`. The time is needed, because a recreated user has the same name and ARN. */
export function userId(arn: string, createdAt: Instant): string {
  return `${arn}@${utcSecond(createdAt)}`;
}

/**
 * The ledger's id of a credential (docs/design.md §5.8): `<userArn>@<userCreated>/password` or
 * `.../key@<keyCreated>/<key id>`, with `#shared` behind it if another key has the same second. A key whose id no run
 * has learnt yet has `.../key@<keyCreated>`, and among twins `#` and its last use behind it, such as `#never`.
 * Undefined when a creation time is not known.
 */
export function credentialId(credential: Credential): string | undefined {
  const cached = CACHE.get(credential);
  if (cached !== undefined) return cached;
  const id = idOf(credential);
  if (id !== undefined) CACHE.set(credential, id);
  return id;
}

/** A run needs each id in several steps. */
const CACHE = new WeakMap<Credential, string>();

function idOf(credential: Credential): string | undefined {
  const { arn, createdAt } = credential.user;
  if (createdAt === undefined) return undefined;
  if (credential.kind === 'password') return `${userId(arn, createdAt)}/password`;
  const second = secondId(credential);
  if (second === undefined) return undefined;
  if (credential.id !== undefined) return `${second}/${credential.id}${credential.hasTwin ? SHARED : ''}`;
  return credential.hasTwin ? `${second}#${credential.lastUse}` : second;
}

/** Ends the id of a key that the second alone does not identify, because another key was created in it. */
export const SHARED = '#shared';

/** What all ids of keys of one user and one second begin with. */
export function secondId({ user, createdAt }: AccessKey): string | undefined {
  if (user.createdAt === undefined || createdAt === undefined) return undefined;
  return `${userId(user.arn, user.createdAt)}/key@${utcSecond(createdAt)}`;
}

/** Parses a ledger id; undefined when the text is not one. */
export function parseCredentialId(id: string):
  | {
      readonly user: string;
      readonly userName: string;
      readonly keyCreated: Instant | undefined;
      /** Part of the id once a run has learnt it. */
      readonly keyId: AccessKeyId | undefined;
      /** No other key had its second when IAM listed the keys, so none ever will: the second alone identifies it. */
      readonly isOnlyOfSecond: boolean;
    }
  | undefined {
  const match =
    /^(?<user>.+@[^/@]+)\/(?:password|key@(?<created>[^/@#]+)(?:#[^/@#]+|\/(?<keyId>[A-Z0-9]+)(?<shared>#shared)?)?)$/.exec(
      id,
    )?.groups;
  const user = match?.['user'];
  if (user === undefined) return undefined;
  const created = match?.['created'];
  const keyId = match?.['keyId'];
  const arn = user.slice(0, user.lastIndexOf('@'));
  return {
    user,
    userName: arn.slice(arn.lastIndexOf('/') + 1),
    keyCreated: created === undefined ? undefined : Date.parse(created),
    keyId: keyId !== undefined && isAccessKeyId(keyId) ? keyId : undefined,
    isOnlyOfSecond: keyId !== undefined && match?.['shared'] === undefined,
  };
}

/** What the ledger stores about an action until its run has ended. */
export function plannedTarget(credential: Credential, target: Target): PlannedTarget {
  const { name, arn, createdAt } = target.user;
  const planned = {
    id: credentialId(credential) ?? arn,
    userName: name,
    userArn: arn,
    userCreated: createdAt,
  };
  return target.kind === 'password'
    ? { kind: 'password', ...planned }
    : { kind: 'accessKey', ...planned, keyId: target.keyId };
}

/** The target of a stored action; undefined when its user or key is not valid. */
export function targetOf(planned: PlannedTarget): Target | undefined {
  const { userName, userArn, userCreated } = planned;
  if (!isUserName(userName)) return undefined;
  const account = accountOfArn(userArn);
  const path = account && pathOfUserArn(userArn, userName, account);
  if (path === undefined) return undefined;
  const user = { name: userName, arn: userArn, path, createdAt: userCreated };
  if (planned.kind === 'password') return { kind: 'password', user };
  return isAccessKeyId(planned.keyId) ? { kind: 'accessKey', user, keyId: planned.keyId } : undefined;
}

/** The target that an entry of the ledger stands for; undefined when it does not say which. */
export function targetIn({ credentials }: Pick<Ledger, 'credentials'>, id: string): Target | undefined {
  const parts = parseCredentialId(id);
  if (!parts) return undefined;
  const at = parts.user.lastIndexOf('@');
  const user = {
    id,
    userName: parts.userName,
    userArn: parts.user.slice(0, at),
    userCreated: Date.parse(parts.user.slice(at + 1)),
  };
  if (parts.keyCreated === undefined) return targetOf({ kind: 'password', ...user });
  const keyId = parts.keyId ?? credentials[id]?.keyId;
  return keyId === undefined ? undefined : targetOf({ kind: 'accessKey', ...user, keyId });
}
