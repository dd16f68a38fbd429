import type { Credential } from '../credential';
import { type Instant, utcSecond } from '../instant';
import type { PlannedTarget } from './schema';

/** Of the user, whose name and ARN alone a successor may have. */
export function userId(arn: string, createdAt: Instant): string {
  return `${arn}@${utcSecond(createdAt)}`;
}

/**
 * `<userArn>@<userCreated>/password` or `.../key@<keyCreated>`: what the ledger knows a credential by, since a
 * credential report has no key ids. Undefined when a creation time is not known.
 */
export function credentialId(credential: Credential): string | undefined {
  const { arn, createdAt } = credential.user;
  if (createdAt === undefined) return undefined;
  if (credential.kind === 'password') return `${userId(arn, createdAt)}/password`;
  return credential.createdAt === undefined
    ? undefined
    : `${userId(arn, createdAt)}/key@${utcSecond(credential.createdAt)}`;
}

export function idOfPlanned(planned: PlannedTarget): string {
  const user = userId(planned.userArn, planned.userCreated);
  return planned.kind === 'password'
    ? `${user}/password`
    : `${user}/key@${utcSecond(planned.keyCreated ?? 0)}`;
}

/** What an id says, the other way round; undefined when it is none of ours. */
export function readId(
  id: string,
):
  { readonly user: string; readonly userName: string; readonly keyCreated: Instant | undefined } | undefined {
  const match = /^(?<user>.+@[^/@]+)\/(?:password|key@(?<created>[^/@]+))$/.exec(id)?.groups;
  const user = match?.['user'];
  if (user === undefined) return undefined;
  const created = match?.['created'];
  const arn = user.slice(0, user.lastIndexOf('@'));
  return {
    user,
    userName: arn.slice(arn.lastIndexOf('/') + 1),
    keyCreated: created === undefined ? undefined : Date.parse(created),
  };
}
