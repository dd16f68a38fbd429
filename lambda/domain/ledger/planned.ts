import type { Target } from '../remediation/confirm';
import type { Credential } from '../credential';
import { accountOfArn, isAccessKeyId, isUserName, pathOfUserArn } from '../identity';
import { credentialId, parseCredentialId } from './credential-id';
import type { Ledger, PlannedTarget } from './schema';

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
export function targetIn({ credentials }: Ledger, id: string): Target | undefined {
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
