import type { CallRecord } from '../../../lambda/domain/cloudtrail-record';
import { type AccountId, pathOfUserArn } from '../../../lambda/domain/identity';

/** Whom the events are looked up for. */
export interface Suspect {
  readonly account: AccountId;
  readonly name: string;
  /** The unique id, `AIDA...`. Undefined if the user is gone or could not be read. */
  readonly userId: string | undefined;
  /** The access keys that the user has now. */
  readonly keyIds: ReadonlySet<string>;
}

/**
 * Whose call a record shows. A lookup by name also finds role sessions, federated users and users of other accounts of
 * that name, and an earlier user of the same name, who was deleted (`namesake`). A user who was renamed keeps the unique
 * id and the keys, so their events belong to the user under any name.
 */
export function whoseCall(
  { userIdentity: caller }: CallRecord,
  suspect: Suspect,
): 'user' | 'namesake' | 'other' {
  if (!caller) return 'other';
  const { account, name, userId, keyIds } = suspect;
  if (caller.type === 'FederatedUser') {
    const issuer = caller.sessionContext?.sessionIssuer;
    return issuer?.type === 'IAMUser' ? whose(issuer, undefined) : 'other';
  }
  if (caller.type !== 'IAMUser') return 'other';
  const accountId = caller.accountId ?? caller.arn?.split(':')[4];
  return accountId === account.id ? whose(caller, caller.accessKeyId) : 'other';

  function whose(
    user: {
      readonly principalId?: string | undefined;
      readonly arn?: string | undefined;
      readonly userName?: string | undefined;
    },
    keyId: string | undefined,
  ): 'user' | 'namesake' | 'other' {
    const { principalId, arn, userName } = user;
    // A failed sign-in has no ARN.
    const isNamed =
      userName?.toLowerCase() === name.toLowerCase() &&
      (arn === undefined || pathOfUserArn(arn, userName, account) !== undefined);
    if (userId !== undefined && principalId?.startsWith('AIDA')) {
      if (principalId === userId) return 'user';
      return isNamed ? 'namesake' : 'other';
    }
    return isNamed || (keyId !== undefined && keyIds.has(keyId)) ? 'user' : 'other';
  }
}
