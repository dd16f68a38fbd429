import type { Target } from '../act/confirm';
import type { Credential } from '../credential';
import { accountOfArn, isAccessKeyId, isUserName, pathOfUserArn } from '../identity';
import type { PlannedTarget } from './schema';

/** What the ledger keeps of an action while it is under way. */
export function plannedTarget(credential: Credential, target: Target): PlannedTarget {
  const { name, arn, createdAt } = target.user;
  return {
    userName: name,
    userArn: arn,
    userCreated: createdAt,
    kind: target.kind,
    ...(target.kind === 'accessKey' ? { keyId: target.keyId } : {}),
    ...(credential.kind === 'accessKey' && credential.createdAt !== undefined
      ? { keyCreated: credential.createdAt }
      : {}),
  };
}

/** The other way round; undefined when what stands there names nobody. */
export function targetOf(planned: PlannedTarget): Target | undefined {
  const { userName, userArn, userCreated, kind, keyId } = planned;
  if (!isUserName(userName)) return undefined;
  const account = accountOfArn(userArn);
  const path = account && pathOfUserArn(userArn, userName, account);
  if (path === undefined) return undefined;
  const user = { name: userName, arn: userArn, path, createdAt: userCreated };
  if (kind === 'password') return { kind, user };
  return keyId !== undefined && isAccessKeyId(keyId) ? { kind, user, keyId } : undefined;
}
