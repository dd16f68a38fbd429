import { type AccessKeyId, isAccessKeyId, isUserName, type UserName } from '../../lambda/domain/identity';
import { type Instant, MINUTE } from '../../lambda/domain/instant';
import { ACCOUNT } from '../support/builders';

/** Field guide: "Password use is recorded once per 5 minutes, key use once per 15." */
const SIGN_IN_LAG = 5 * MINUTE;
const KEY_USE_LAG = 15 * MINUTE;

/** Names one credential for ever: a user of the same name later on has another serial. `7/password`, `7/key9` */
export type Label = string;

export interface ModelKey {
  readonly serial: number;
  readonly id: AccessKeyId;
  readonly createdAt: Instant;
  status: 'Active' | 'Inactive';
  /** True uses, in order; IAM shows each a while later. */
  readonly uses: Instant[];
}

export interface ModelPassword {
  readonly createdAt: Instant;
  changedAt: Instant;
}

/** A user as it truly is. Plain data, so that a world can be copied whole. */
export interface ModelUser {
  readonly serial: number;
  /** @default - the account of the builders */
  readonly account?: string | undefined;
  readonly name: UserName;
  readonly path: string;
  readonly createdAt: Instant;
  tags: Readonly<Record<string, string>>;
  groups: readonly string[];
  password: ModelPassword | undefined;
  /** True sign-ins; they outlive the password, as PasswordLastUsed does. */
  readonly signIns: Instant[];
  keys: ModelKey[];
}

export function arnOf({
  account = ACCOUNT.id,
  path,
  name,
}: Pick<ModelUser, 'account' | 'path' | 'name'>): string {
  return `arn:${ACCOUNT.partition}:iam::${account}:user${path}${name}`;
}

export function passwordLabel({ serial }: Pick<ModelUser, 'serial'>): Label {
  return `${serial}/password`;
}

export function keyLabel({ serial }: Pick<ModelUser, 'serial'>, key: Pick<ModelKey, 'serial'>): Label {
  return `${serial}/key${key.serial}`;
}

export function keyId(serial: number): AccessKeyId {
  const id = `AKIA${String(serial).padStart(16, '0')}`;
  if (!isAccessKeyId(id)) throw new Error(`not a key id: ${id}`);
  return id;
}

export function userName(name: string): UserName {
  if (!isUserName(name)) throw new Error(`not a user name: ${JSON.stringify(name)}`);
  return name;
}

/** IAM's dates have whole seconds. */
export function wholeSecond(at: Instant): Instant {
  return Math.floor(at / 1000) * 1000;
}

/** The last sign-in that IAM shows at `at`. */
export function shownSignIn({ signIns }: ModelUser, at: Instant): Instant | undefined {
  return lastBefore(signIns, at - SIGN_IN_LAG);
}

/** The last use of a key that IAM shows at `at`. */
export function shownKeyUse({ uses }: ModelKey, at: Instant): Instant | undefined {
  return lastBefore(uses, at - KEY_USE_LAG);
}

function lastBefore(instants: readonly Instant[], at: Instant): Instant | undefined {
  const last = instants.findLast((instant) => instant <= at);
  return last === undefined ? undefined : wholeSecond(last);
}

/** Enabled passwords and active keys, by label. */
export function enabledCredentials(users: readonly ModelUser[]): Label[] {
  return users.flatMap((user) => [
    ...(user.password ? [passwordLabel(user)] : []),
    ...user.keys.filter(({ status }) => status === 'Active').map((key) => keyLabel(user, key)),
  ]);
}
