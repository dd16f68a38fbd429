import type { Target } from '../remediation/confirm';
import type { Credential } from '../credential';
import { accountOfArn, isAccessKeyId, isUserName, pathOfUserArn } from '../identity';
import { credentialId } from './credential-id';
import type { PlannedTarget } from './schema';

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
