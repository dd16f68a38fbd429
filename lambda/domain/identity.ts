import type { Instant } from './instant';

/**
 * A user name that is not empty. Without a `UserName`, IAM acts on the caller. So every call that names a user requires
 * this type (docs/design.md §4.4).
 */
export type UserName = string & { readonly __brand: 'UserName' };

export function isUserName(text: string): text is UserName {
  return text.trim().length > 0;
}

/** The id of an access key (`AKIA...`). It always comes from ListAccessKeys of the user. */
export type AccessKeyId = string & { readonly __brand: 'AccessKeyId' };

export function isAccessKeyId(text: string): text is AccessKeyId {
  return /^[A-Z0-9]{16,128}$/.test(text);
}

/** The account whose credentials are judged. */
export interface AccountId {
  /** Twelve digits. */
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, ... */
  readonly partition: string;
}

/**
 * An IAM user. The creation time is part of the identity: a user who is deleted and created again has the same name and
 * ARN, but is another user (docs/design.md §4.4).
 */
export interface UserIdentity {
  readonly name: UserName;
  readonly arn: string;
  /** `/` or `/team/`. */
  readonly path: string;
  readonly createdAt: Instant;
}

/**
 * The path inside `arn`, which is `arn:<partition>:iam::<account>:user<path><name>`. Undefined unless it is the ARN of
 * the user `name` in `account`.
 */
export function pathOfUserArn(arn: string, name: string, account: AccountId): string | undefined {
  const prefix = `arn:${account.partition}:iam::${account.id}:user/`;
  if (!arn.startsWith(prefix) || !arn.endsWith(`/${name}`)) return undefined;
  return arn.slice(prefix.length - 1, arn.length - name.length);
}

/**
 * The region of each partition that gets IAM's events: IAM is global, and CloudTrail and EventBridge have its events there
 * alone. Of another partition we do not know it.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html (global service events)
 */
export const HOME_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
  // Not tried. It is the only region of the European Sovereign Cloud, and IAM's endpoint is in it.
  'aws-eusc': 'eusc-de-east-1',
};

/**
 * Where CloudTrail records that an IAM user signed in to the console at the global address. A sign-in at the address of
 * a region is recorded in that region.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export const SIGN_IN_REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'],
};

/** The form of a region's name. The name becomes part of a host name, so nothing else may pass. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/.test(text);
}

/** The account of an IAM ARN; undefined when the text is not an IAM ARN. */
export function accountOfArn(arn: string): AccountId | undefined {
  const parts = /^arn:(?<partition>aws[a-z-]*):iam::(?<id>\d{12}):/.exec(arn)?.groups;
  return parts?.['partition'] && parts['id'] ? { id: parts['id'], partition: parts['partition'] } : undefined;
}

/** Account and region of a function's ARN, `arn:<partition>:lambda:<region>:<account>:function:<name>`. */
export function deploymentOf(functionArn: string): { readonly account: AccountId; readonly region: string } {
  const [, partition, , region, id] = functionArn.split(':');
  if (!partition || !region || !id || !/^\d{12}$/.test(id)) {
    throw new Error(
      `${JSON.stringify(functionArn)} is not the ARN of a function, so the account is not known`,
    );
  }
  return { account: { id, partition }, region };
}
