import type { Instant } from './instant';

/**
 * A name that is not empty. IAM takes a missing `UserName` to mean the caller, so every call that names a
 * user takes this type.
 */
export type UserName = string & { readonly __brand: 'UserName' };

export function isUserName(text: string): text is UserName {
  return text.trim().length > 0;
}

/** The id of an access key (`AKIA...`): only ever one that ListAccessKeys returned for the user. */
export type AccessKeyId = string & { readonly __brand: 'AccessKeyId' };

export function isAccessKeyId(text: string): text is AccessKeyId {
  return /^[A-Z0-9]{16,128}$/.test(text);
}

/** Whose credentials a sweep judges. */
export interface AccountId {
  /** Twelve digits. */
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, ... */
  readonly partition: string;
}

/**
 * An IAM user. A name or an ARN alone is not an identity: a user deleted and created again has the same ones
 * and is somebody else, which the creation time tells.
 */
export interface UserIdentity {
  readonly name: UserName;
  readonly arn: string;
  /** `/` or `/team/`. */
  readonly path: string;
  readonly createdAt: Instant;
}

/**
 * The path inside `arn`, when it is the ARN of the user `name` in `account`; else undefined.
 * `arn:<partition>:iam::<account>:user<path><name>`
 */
export function pathOfUserArn(arn: string, name: string, account: AccountId): string | undefined {
  const prefix = `arn:${account.partition}:iam::${account.id}:user/`;
  if (!arn.startsWith(prefix) || !arn.endsWith(`/${name}`)) return undefined;
  return arn.slice(prefix.length - 1, arn.length - name.length);
}

/** The account that an IAM ARN names, or undefined when the text is no IAM ARN. */
export function accountOfArn(arn: string): AccountId | undefined {
  const parts = /^arn:(?<partition>aws[a-z-]*):iam::(?<id>\d{12}):/.exec(arn)?.groups;
  return parts?.['partition'] && parts['id'] ? { id: parts['id'], partition: parts['partition'] } : undefined;
}

/** Account and region of a Lambda function's ARN: `arn:<partition>:lambda:<region>:<account>:function:<name>`. */
export function deploymentOf(functionArn: string): { readonly account: AccountId; readonly region: string } {
  const [, partition, , region, id] = functionArn.split(':');
  if (!partition || !region || !id || !/^\d{12}$/.test(id)) {
    throw new Error(
      `${JSON.stringify(functionArn)} is not the ARN of a function, so the account is not known`,
    );
  }
  return { account: { id, partition }, region };
}
